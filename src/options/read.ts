import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import semver from "semver";
import { Problems, UserError } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { nearest } from "../text.ts";
import { fromDeployment } from "./from-deployment.ts";
import { type ImagePackage, readImagePackages } from "./image-packages.ts";
import type { CacheMode, Options } from "./options.ts";
import { isDirectory, isFile, isInside, nearMiss, type Places, readPlaces, requireFile } from "./paths.ts";
import { readRestoreSource } from "./restore-source.ts";
import { readSampleRequest } from "./sample-request.ts";
import { type Mode, OPTIONS, type OptionName, type OptionSpec, type RawOptions } from "./table.ts";
import { booleanOf, bytesOf, choiceOf, linesOf, positiveNumberOf, severityRuleOf } from "./values.ts";

/**
 * Reads and checks every input.
 * @throws UserErrors with all problems together
 */
export function readOptions(given: RawOptions, host: Host): Options {
  const problems = new Problems();
  requireWorkspace(host, problems);
  problems.throwIfAny();
  const { raw, deployment } = fromDeployment(given, host);
  const read = new Reader(raw, host, problems);
  const places = read.places();
  const options: Options = {
    mode: read.choice("mode") as Mode,
    workspace: host.workspace,
    ...places,
    requirementsFiles: read.requirementsFiles(places),
    packages: read.packages(),
    environmentName: read.environmentName(),
    image: read.text("image"),
    imagePackages: read.imagePackages(),
    pythonVersion: read.pythonVersion(),
    python: read.text("python"),
    installer: read.choice("installer") as Options["installer"],
    requireHashes: read.choice("require-hashes") as Options["requireHashes"],
    checks: read.lines("checks").flatMap((line) => problems.collect(() => severityRuleOf(line)) ?? []),
    modelDirectory: read.modelDirectory(),
    maxSize: read.optional("max-size", bytesOf),
    cache: read.cache(),
    upload: read.upload(),
    artifactName: read.artifactName(),
    artifactFormat: read.choice("artifact-format") as Options["artifactFormat"],
    retentionDays: read.optional("retention-days", positiveNumberOf),
    expectedDigest: read.expectedDigest(),
    source: readRestoreSource((name) => read.text(name), host, problems),
    compareWith: read.compareWith(),
    outputDirectory: read.outputDirectory(places.codeDirectory),
    deployment,
    smokeTest: readSampleRequest(read.text("smoke-test"), host, problems),
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
    hint: "Put a step `- uses: actions/checkout@v7` before this one.",
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

  places(): Places {
    const named = {
      codeDirectory: this.text("code-directory"),
      scoringScript: this.text("scoring-script"),
      mountParent: this.text("mount-parent"),
    };
    return readPlaces(named, this.#host, this.#problems);
  }

  requirementsFiles({ codeDirectory, scoringDirectory }: Places): string[] {
    const given = this.lines("requirements");
    const fallback = join(scoringDirectory, "requirements.txt");
    if (["verify", "restore"].includes(this.text("mode"))) return [];
    if (given.length === 0 && !existsSync(fallback) && this.lines("packages").length > 0) return [];
    // A scoring script in a place that cannot be is a problem noted before, and says nothing of requirements.
    if (given.length === 0 && !(isDirectory(scoringDirectory) && isInside(scoringDirectory, codeDirectory))) return [];
    const files = given.length > 0 ? given.map((file) => resolve(this.#host.workspace, file)) : [fallback];
    const otherwise = "Name the file in `requirements`, or list requirements in `packages`.";
    for (const file of files) requireFile("requirements", file, otherwise, this.#problems);
    return files;
  }

  imagePackages(): readonly ImagePackage[] | undefined {
    const given = this.text("image-packages");
    if (given === "") return undefined;
    const file = resolve(this.#host.workspace, given);
    requireFile("image-packages", file, "Name what pip inspect printed in the image.", this.#problems);
    if (!isFile(file)) return undefined;
    return this.#problems.collect(() => readImagePackages(file));
  }

  modelDirectory(): string {
    const given = this.text("model-directory");
    if (given === "") return "";
    const directory = resolve(this.#host.workspace, given);
    if (!isDirectory(directory)) {
      this.#problems.add(`Input model-directory: ${directory} is not a directory.`, { hint: nearMiss(directory) });
    }
    return directory;
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

  pythonVersion(): string {
    const range = this.text("python-version");
    if (range !== "" && semver.validRange(range) === null) {
      this.#problems.add(`Input python-version: "${range}" is neither a version nor a range.`, {
        hint: "Write 3.8, or a range such as >=3.8 <3.10.",
      });
    }
    return range;
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

  compareWith(): string {
    const given = this.text("compare-with");
    if (given === "") return "";
    const file = resolve(this.#host.workspace, given);
    requireFile("compare-with", file, "Name the manifest.json of an earlier build.", this.#problems);
    return file;
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
