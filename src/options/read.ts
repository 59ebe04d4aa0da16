import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { Problems, UserError } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { nearest } from "../text.ts";
import type { CacheMode, Options } from "./options.ts";
import { type Mode, OPTIONS, type OptionName, type OptionSpec, type RawOptions } from "./table.ts";
import { booleanOf, bytesOf, choiceOf, linesOf, positiveNumberOf, severityRuleOf } from "./values.ts";

/**
 * Reads and checks every input.
 * @throws UserErrors with all problems together
 */
export function readOptions(raw: RawOptions, host: Host): Options {
  const problems = new Problems();
  const read = new Reader(raw, host, problems);
  requireWorkspace(host, problems);
  problems.throwIfAny();
  const paths = read.paths();
  const options: Options = {
    mode: read.choice("mode") as Mode,
    workspace: host.workspace,
    ...paths,
    requirementsFiles: read.requirementsFiles(paths.scoringDirectory),
    packages: read.packages(),
    environmentName: read.environmentName(),
    image: read.text("image"),
    pythonVersion: read.text("python-version"),
    python: read.text("python"),
    installer: read.choice("installer") as Options["installer"],
    requireHashes: read.choice("require-hashes") as Options["requireHashes"],
    checks: read.lines("checks").flatMap((line) => problems.collect(() => severityRuleOf(line)) ?? []),
    maxSize: read.optional("max-size", bytesOf),
    cache: read.cache(),
    upload: read.upload(),
    artifactName: read.artifactName(),
    artifactFormat: read.choice("artifact-format") as Options["artifactFormat"],
    retentionDays: read.optional("retention-days", positiveNumberOf),
    expectedDigest: read.expectedDigest(),
    outputDirectory: read.outputDirectory(paths.codeDirectory),
    dryRun: read.optional("dry-run", booleanOf) ?? false,
  };
  problems.throwIfAny();
  warnOfUnusedInputs(raw, options.mode, host);
  return options;
}

function requireWorkspace(host: Host, problems: Problems): void {
  const missing = !existsSync(host.workspace);
  if (!missing && (host.kind === "terminal" || readdirSync(host.workspace).length > 0)) return;
  problems.add(`The workspace ${host.workspace} ${missing ? "does not exist" : "is empty"}.`, {
    hint: "Put a step `- uses: actions/checkout@v6` before this one.",
  });
}

function warnOfUnusedInputs(raw: RawOptions, mode: Mode, host: Host): void {
  for (const spec of OPTIONS as readonly OptionSpec[]) {
    const value = raw[spec.name] ?? "";
    if (spec.modes && !spec.modes.includes(mode) && value !== "" && value !== spec.default) {
      host.log.warning(`Input ${spec.name} is not used in mode ${mode}.`);
    }
  }
}

/** One raw value after another, each problem noted and reading on. */
class Reader {
  readonly #raw: RawOptions;
  readonly #host: Host;
  readonly #problems: Problems;

  constructor(raw: RawOptions, host: Host, problems: Problems) {
    this.#raw = raw;
    this.#host = host;
    this.#problems = problems;
  }

  text(name: OptionName): string {
    return (this.#raw[name] ?? "").trim() || specOf(name).default;
  }

  lines(name: OptionName): string[] {
    return linesOf(this.#raw[name] ?? "");
  }

  choice(name: OptionName): string {
    const spec = specOf(name);
    return this.#problems.collect(() => choiceOf(spec, this.text(name))) ?? spec.default;
  }

  optional<T>(name: OptionName, parse: (spec: OptionSpec, value: string) => T): T | undefined {
    const value = this.text(name);
    return value === "" ? undefined : this.#problems.collect(() => parse(specOf(name), value));
  }

  paths() {
    const codeDirectory = this.#codeDirectory();
    const scoringScript = resolve(codeDirectory, this.text("scoring-script"));
    this.#requireScoringScript(codeDirectory, scoringScript);
    const scoringDirectory = dirname(scoringScript);
    const parent = this.text("mount-parent");
    const mountParent = parent === "" ? scoringDirectory : resolve(codeDirectory, parent);
    if (!isInside(mountParent, codeDirectory)) {
      this.#problems.add(`Input mount-parent: ${parent} leaves the code directory ${codeDirectory}.`, {
        hint: "The deployment uploads the code directory only; name a directory inside it.",
      });
    }
    return { codeDirectory, scoringScript, scoringDirectory, mountParent };
  }

  #codeDirectory(): string {
    const given = this.text("code-directory");
    const directory = resolve(this.#host.workspace, given);
    if (!isDirectory(directory)) {
      this.#problems.add(`Input code-directory: ${directory} is not a directory.`, { hint: nearMiss(directory) });
    } else if (this.#host.kind === "github" && !isInside(realpathSync(directory), realpathSync(this.#host.workspace))) {
      this.#problems.add(`Input code-directory: ${given} lies outside the workspace ${this.#host.workspace}.`, {
        hint: "Name a directory of the checked-out repository.",
      });
    }
    return directory;
  }

  #requireScoringScript(codeDirectory: string, script: string): void {
    const given = this.text("scoring-script");
    if (isAbsolute(given) || !isInside(script, codeDirectory)) {
      this.#problems.add(`Input scoring-script: ${given} is not inside the code directory ${codeDirectory}.`, {
        hint: "The path is relative to the code directory, which is all that the deployment uploads.",
      });
    } else if (isDirectory(codeDirectory) && !isFile(script)) {
      this.#problems.add(`Input scoring-script: ${script} is not a file.`, { hint: nearMiss(script) });
    }
  }

  requirementsFiles(scoringDirectory: string): string[] {
    const given = this.lines("requirements");
    const fallback = join(scoringDirectory, "requirements.txt");
    if (this.text("mode") === "verify") return [];
    if (given.length === 0 && !existsSync(fallback) && this.lines("packages").length > 0) return [];
    const files = given.length > 0 ? given.map((file) => resolve(this.#host.workspace, file)) : [fallback];
    for (const file of files.filter((path) => !isFile(path))) {
      this.#problems.add(`Input requirements: ${file} is not a file.`, {
        file,
        hint: nearMiss(file) ?? "Name the file in `requirements`, or list requirements in `packages`.",
      });
    }
    return files;
  }

  packages(): string[] {
    const lines = this.lines("packages");
    for (const line of lines.filter((one) => one.startsWith("-"))) {
      this.#problems.add(`Input packages: "${line}" is an option, not a requirement.`, {
        hint: "Options belong in a requirements file.",
      });
    }
    return lines;
  }

  environmentName(): string {
    const name = this.text("environment-name");
    if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name) || name.length > 100) {
      this.#problems.add(`Input environment-name: "${name}" is not a plain directory name.`, {
        hint: "Use letters, digits, `_`, `-` and `.`, not starting with `.` or `-`, such as myenv; a place goes into mount-parent.",
      });
    }
    return name;
  }

  artifactName(): string {
    const name = this.text("artifact-name");
    if (/["<>|*?:\r\n\\/]/.test(name)) {
      this.#problems.add(`Input artifact-name: "${name}" has a character that artifact names may not have.`, {
        hint: 'Leave out " < > | * ? : \\ / and line ends.',
      });
    }
    return name;
  }

  expectedDigest(): string {
    const digest = this.text("expected-digest");
    if (digest !== "" && !/^sha256:[0-9a-f]{64}$/.test(digest)) {
      this.#problems.add(`Input expected-digest: "${digest}" is not of the form sha256:<64 hex digits>.`);
    }
    return digest;
  }

  outputDirectory(codeDirectory: string): string {
    const given = this.text("output-directory");
    if (given === "") return "";
    const directory = resolve(this.#host.workspace, given);
    if (isInside(directory, codeDirectory)) {
      this.#problems.add(`Input output-directory: ${directory} lies in the code directory.`, {
        hint: "The deployment would upload archive and report too; name a directory outside it.",
      });
    }
    return directory;
  }

  cache(): CacheMode {
    const given = this.choice("cache") as CacheMode | "auto";
    return given === "auto" ? automaticCache(this.#host) : given;
  }

  upload(): boolean {
    const given = this.choice("upload");
    if (given === "true" && this.#host.artifacts === undefined) {
      this.#problems.add("Input upload: there is no artifact service here.", {
        hint: "The archive is written all the same (output archive-file); hand it on yourself, or set upload to auto.",
      });
    }
    if (given === "auto" && this.#host.kind === "github" && this.#host.artifacts === undefined) {
      this.#host.log.warning("No artifact service here: the archive is written, not uploaded.");
    }
    return given !== "false" && this.#host.artifacts !== undefined;
  }
}

/** Where others could be handed our entry, or we theirs, the cache is off. */
function automaticCache(host: Host): CacheMode {
  if (host.kind === "terminal") return "read-write";
  const { name, ref, fromFork, selfHosted } = host.event;
  const guarded = ["release", "pull_request_target", "workflow_run"].includes(name) || ref.startsWith("refs/tags/");
  if (guarded || selfHosted) return "off";
  return fromFork ? "read" : "read-write";
}

function specOf(name: OptionName): OptionSpec {
  return OPTIONS.find((spec) => spec.name === name) as OptionSpec;
}

function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** What was probably meant by a path that is not there. */
function nearMiss(path: string): string | undefined {
  const directory = dirname(path);
  if (!isDirectory(directory)) {
    const deeper = nearMiss(directory);
    return deeper ?? `${directory} is not a directory.`;
  }
  const name = nearest(basename(path), readdirSync(directory));
  return name === undefined ? undefined : `Did you mean ${join(directory, name)}?`;
}

/** The inputs that do not exist, each with the nearest name that does. */
export function unknownInputs(names: readonly string[]): UserError[] {
  const known = OPTIONS.map((spec) => spec.name as string);
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      return new UserError(`There is no input "${name}".`, {
        hint: meant === undefined ? `The inputs are ${known.join(", ")}.` : `Did you mean "${meant}"?`,
      });
    });
}
