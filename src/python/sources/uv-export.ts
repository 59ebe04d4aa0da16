import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Host } from "../../host/host.ts";
import type { RequirementSource, SourceLine } from "../../inputs/sources/source.ts";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import { normalisedName } from "../../util/text.ts";
import { installerEnvironment } from "../child-environment.ts";
import { obtainUv } from "../install/obtain-installer.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";
import type { PipSettings } from "../packaging/pip-settings.ts";

/**
 * The packages of a `uv.lock`, as uv itself exports them, without the project itself. The lock is not updated.
 * @throws UserError with uv's reason
 */
export async function exportUvLock(
  source: RequirementSource,
  python: Interpreter,
  settings: PipSettings,
  host: Host,
): Promise<readonly SourceLine[]> {
  const { file } = source;
  const directory = dirname(file);
  if (!existsSync(join(directory, "pyproject.toml"))) {
    throw new UserError("uv exports its lock only beside the pyproject.toml that it belongs to.", {
      file,
      hint: "Add the pyproject.toml, or name a file that uv export --frozen --format requirements-txt wrote.",
    });
  }
  const uv = await obtainUv(python, settings, host).catch((error) => {
    throw new UserError(`Only uv can read its lock, and uv is not available: ${messageOf(error)}`, {
      file,
      line: 1,
      hint: `Add uv to the package index in use, or export the lock where uv is installed, and name requirements.txt: ${EXPORT}`,
      exitCode: ExitCode.install,
      cause: error,
    });
  });
  const environment = { ...installerEnvironment(host), UV_PYTHON_DOWNLOADS: "never", UV_NO_PROGRESS: "1" };
  const args = ["export", ...FLAGS, ...selected(source), "--project", directory, "--python", python.path];
  const text = await host.askTool(uv, args, { environment, directory }).catch((error) => {
    const message = `uv cannot export the lock: ${messageOf(error)}`;
    throw new UserError(message, {
      file,
      hint: "Run uv lock, and commit uv.lock.",
      exitCode: ExitCode.input,
      cause: error,
    });
  });
  return exportedLines(text, readFileSync(file, "utf8"), host);
}

const EXPORT = "uv export --frozen --no-emit-project --format requirements-txt --output-file requirements.txt";

const FLAGS = ["--frozen", "--no-emit-project", "--no-header", "--no-annotate", "--format", "requirements-txt"];

function selected({ selection }: RequirementSource): string[] {
  if (selection.group !== "") return ["--only-group", selection.group];
  return ["--no-default-groups", ...selection.extras.flatMap((extra) => ["--extra", extra])];
}

/**
 * One line for each package, with its line in the lock. pip checks hashes of all packages or of none, and a directory has
 * none.
 */
function exportedLines(exported: string, lock: string, host: Host): SourceLine[] {
  const texts = exported
    .replace(/\s*\\\n\s*/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const loose = texts.filter((text) => !text.includes(" --hash="));
  const areChecked = loose.length === 0;
  if (!areChecked && loose.length < texts.length) {
    host.log.notice(`The hashes of the lock are not checked, because ${loose.join(", ")} has none.`);
  }
  const places = linesOfPackages(lock);
  const locked = texts.map((text) => ({
    text: areChecked ? text : text.replace(/ --hash=\S+/g, ""),
    line: places.get(normalisedName(/^[\w.-]+/.exec(text)?.[0] ?? "")) ?? 1,
  }));
  return [...otherIndexes(lock), ...locked];
}

function linesOfPackages(lock: string): Map<string, number> {
  const lines = lock.split("\n");
  return new Map(
    lines.flatMap((text, index) => {
      const name = lines[index - 1]?.trim() === "[[package]]" ? /^name = "([^"]+)"/.exec(text)?.[1] : undefined;
      return name === undefined ? [] : [[normalisedName(name), index + 1] as const];
    }),
  );
}

/** uv exports no index, and without it the installer would not find the files. */
function otherIndexes(lock: string): SourceLine[] {
  const seen = new Set(["https://pypi.org/simple"]);
  return lock.split("\n").flatMap((text, index) => {
    const url = /^source = \{ registry = "(https?:[^"]+)" \}/.exec(text)?.[1];
    if (url === undefined || seen.has(url)) return [];
    seen.add(url);
    return [{ text: `--extra-index-url ${url}`, line: index + 1 }];
  });
}
