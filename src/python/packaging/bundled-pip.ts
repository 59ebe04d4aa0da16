import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { copyTree } from "../../host/copy-files.ts";
import type { Host } from "../../host/host.ts";
import { ExitCode, UserError } from "../../util/errors.ts";
import { cleanEnvironment } from "../child-environment.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";
import { pinnedPip } from "./pins.ts";
import type { Pip } from "./pip-program.ts";

/**
 * The interpreter's pip in a directory without its metadata, because `pip freeze` would list it with the environment's
 * packages. It is a link: a thousand files take longer to copy than pip takes to run.
 * @throws UserError when there is none, or none that works outside its own environment
 */
export async function bundledPip(python: Interpreter, host: Host): Promise<Pip> {
  if (!python.pip) throw withoutPip(python);
  const { path, version } = python.pip;
  const home = join(host.temporary, `pip-${version}`);
  if (existsSync(home)) return { path: home, version };
  const unfinished = `${home}.unfinished`;
  if (path.endsWith(".whl")) await unpack(path, unfinished, python, host);
  else {
    rmSync(unfinished, { recursive: true, force: true }); // of an attempt that failed
    mkdirSync(unfinished);
    const from = realpathSync(join(path, "pip"));
    // On Windows, a link of any other type than a junction needs a privilege, and a junction leads to no network share.
    if (from.startsWith("\\\\")) copyTree(from, join(unfinished, "pip"));
    else symlinkSync(from, join(unfinished, "pip"), "junction");
  }
  if (!isWhole(unfinished)) throw withoutLibraries(python);
  renameSync(unfinished, home);
  return { path: home, version };
}

async function unpack(wheel: string, directory: string, python: Interpreter, host: Host): Promise<void> {
  await host.askTool(python.path, ["-I", "-m", "zipfile", "-e", wheel, directory], {
    environment: cleanEnvironment(host.environment),
  });
  for (const name of readdirSync(directory)) {
    if (name.endsWith(".dist-info")) rmSync(join(directory, name), { recursive: true });
  }
}

/** Linux distributions that remove the bundled libraries from pip set this constant. */
function isWhole(directory: string): boolean {
  return !/^DEBUNDLED = True/m.test(readFileSync(join(directory, "pip", "_vendor", "__init__.py"), "utf8"));
}

function withoutLibraries({ path, minor }: Interpreter): UserError {
  return new UserError(
    `The pip of ${path} does not contain its libraries, so it does not run in another environment.`,
    {
      hint: `Add pip ${pinnedPip(minor).version} to the package index, or use a Python with a complete pip, for example from actions/setup-python or pyenv.`,
      exitCode: ExitCode.install,
    },
  );
}

export function withoutPip({ path }: Interpreter): UserError {
  return new UserError(`${path} has neither pip nor ensurepip.`, { hint: "Install python3-venv or pip." });
}
