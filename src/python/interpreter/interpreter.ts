import semver from "semver";
import type { Host } from "../../host/host.ts";
import { ExitCode, UserError } from "../../util/errors.ts";
import { cleanEnvironment } from "../child-environment.ts";
import { runProbe } from "../probe.ts";
import { candidates } from "./candidates.ts";

/** A CPython, described by itself. */
export interface Interpreter {
  /** Absolute. */
  readonly path: string;
  /** Full, such as `3.8.18`. */
  readonly version: string;
  /** Minor, such as `3.8`. */
  readonly minor: string;
  readonly platform: string;
  readonly machine: string;
  readonly libc: Libc;
  readonly soabi: string;
  /** A directory or wheel that holds an importable pip, and its version. */
  readonly pip: { readonly path: string; readonly version: string } | undefined;
}

/** The C library: `gnu` or `musl` on Linux, as on Alpine; `none` elsewhere. */
export type Libc = "gnu" | "musl" | "none";

interface InterpreterFacts {
  version: string;
  release: string;
  executable: string;
  implementation: string;
  platform: string;
  machine: string;
  libc: Libc;
  bits: number;
  soabi: string;
  pip: string | null;
  pipVersion: string | null;
  bundledPip: [string, string] | null;
  canMakeEnvironments: boolean;
}

/** The oldest pip whose requirements parser is supported. */
const OLDEST_PIP = "20.3.0";

/** The result of looking for an interpreter. */
export interface Search {
  readonly found?: Interpreter;
  /** The paths that were rejected, each with the reason. */
  readonly rejected: readonly string[];
}

/** Whether the input `python` names a path. */
export function isPath(python: string): boolean {
  return !["", "auto", "found"].includes(python);
}

/**
 * Finds an interpreter whose version is in `range` (a `semver` range or a minor version).
 * @param given the input `python`
 * @throws UserError with the step that installs one and the interpreters that were rejected
 */
export async function findInterpreter(range: string, given: string, host: Host): Promise<Interpreter> {
  const { found, rejected } = await searchInterpreter(range, given, host);
  if (found === undefined)
    throw isPath(given) ? notUsable(range, given, rejected, host) : notFound(range, rejected, host);
  return found;
}

export async function searchInterpreter(range: string, given: string, host: Host): Promise<Search> {
  const environment = cleanEnvironment(host.environment);
  const rejected: string[] = [];
  for (const path of isPath(given) ? [given] : await candidates(range, host)) {
    const answer = await factsAbout(path, environment, host.workspace);
    const problem = typeof answer === "string" ? answer : unfit(answer, range);
    if (problem === undefined) return { found: interpreterOf(answer as InterpreterFacts), rejected };
    rejected.push(`${path} (${problem})`);
    host.log.debug(`Rejected: ${path}: ${problem}`);
  }
  return { rejected };
}

/** By path, so that each program is started once. */
const asked = new Map<string, Promise<InterpreterFacts | string>>();

function factsAbout(path: string, environment: NodeJS.ProcessEnv, directory: string) {
  const facts = asked.get(path) ?? ask(path, environment, directory);
  asked.set(path, facts);
  return facts;
}

/** @param directory its working directory */
async function ask(
  path: string,
  environment: NodeJS.ProcessEnv,
  directory: string,
): Promise<InterpreterFacts | string> {
  const run = await runProbe(path, "interpreter", {}, { environment, directory, timeout: 30_000 });
  if (run.exitCode === 0) return answerIn(run.output) ?? "not a Python interpreter";
  return run.errors.trim().split("\n").at(-1) || `exit code ${run.exitCode}`;
}

/** The user may name any program as the interpreter. */
function answerIn(output: string): InterpreterFacts | undefined {
  try {
    return JSON.parse(output) as InterpreterFacts;
  } catch {
    return undefined;
  }
}

function unfit(answer: InterpreterFacts, range: string): string | undefined {
  if (answer.implementation !== "CPython") return `${answer.implementation}, not CPython`;
  if (!semver.satisfies(answer.version, range)) return `Python ${answer.version}`;
  if (answer.release !== "final") return `a pre-release of Python ${answer.version}`;
  if (answer.bits !== 64) return "a 32-bit Python";
  if (/^cpython-[0-9]+(t|d)/.test(answer.soabi)) return "a free-threaded or debug build";
  if (pipOf(answer) === undefined)
    return `without pip ${OLDEST_PIP} or ensurepip: install python3-venv, or upgrade pip`;
  if (!answer.canMakeEnvironments) return "without the venv module: install python3-venv";
  return undefined;
}

/** The pip of the interpreter, otherwise the one that ensurepip would install; `undefined` when both are too old. */
function pipOf(answer: InterpreterFacts): Interpreter["pip"] {
  const pips = [
    { path: answer.pip, version: answer.pipVersion },
    { path: answer.bundledPip?.[0], version: answer.bundledPip?.[1] },
  ].filter((pip): pip is { path: string; version: string } => Boolean(pip.path && pip.version));
  return pips.find((pip) => semver.gte(semver.coerce(pip.version) ?? "0.0.0", OLDEST_PIP));
}

function interpreterOf(answer: InterpreterFacts): Interpreter {
  return {
    path: answer.executable,
    version: answer.version,
    minor: minorOf(answer.version),
    platform: answer.platform,
    machine: answer.machine,
    libc: answer.libc,
    soabi: answer.soabi,
    pip: pipOf(answer),
  };
}

/** `3.8.18` → `3.8`. */
export function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** The minor version that a range begins with. */
export function minorIn(range: string): string {
  return (semver.validRange(range) && /3\.[0-9]+/.exec(range)?.[0]) || "3.8";
}

function notUsable(range: string, given: string, rejected: readonly string[], host: Host): UserError {
  const why = rejected[0]?.slice(given.length + 1) ?? "";
  return new UserError(`Input python: ${given} is not a usable CPython ${range} ${why}.`, {
    hint: howToInstall(minorIn(range), "another", host),
  });
}

/** Why no interpreter was fetched either. */
interface NotFetched {
  /** A clause that begins with a comma. */
  readonly more?: string;
  /** What to do about it, before how to install one. */
  readonly hint?: string | undefined;
  /** What to do, instead of how to install one. */
  readonly instead?: string;
  readonly exitCode?: ExitCode;
}

export function notFound(
  range: string,
  rejected: readonly string[],
  host: Host,
  { more = "", hint = "", instead, exitCode = ExitCode.input }: NotFetched = {},
): UserError {
  const others = rejected.length === 0 ? "" : ` Rejected: ${rejected.slice(0, 6).join(", ")}.`;
  const install = instead ?? howToInstall(minorIn(range), "an", host);
  return new UserError(`No Python ${range} was found on this machine${more}.${others}`, {
    hint: hint === "" ? install : `${hint}\n${install}`,
    exitCode,
  });
}

function howToInstall(version: string, article: string, { kind }: Host): string {
  const another = `name ${article} interpreter with the input python`;
  const hosted = `Put this step before this one, or ${another}:\n- uses: actions/setup-python@v7\n  with:\n    python-version: "${version}"`;
  if (kind === "github") return hosted;
  return `Install one, for example with \`uv python install ${version}\` or \`pyenv install ${version}\`, or ${another}.`;
}
