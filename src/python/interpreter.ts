import semver from "semver";
import { UserError } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { cleanEnvironment } from "./environment.ts";
import { candidates } from "./places.ts";
import { runProbe } from "./probe.ts";

/** A CPython that was started and asked what it is. */
export interface Interpreter {
  /** Absolute. */
  readonly path: string;
  /** Full, such as `3.8.18`. */
  readonly version: string;
  /** Minor, such as `3.8`. */
  readonly minor: string;
  readonly platform: string;
  readonly machine: string;
  readonly soabi: string;
  /** A directory or wheel that holds an importable pip, and its version. */
  readonly pip: { readonly path: string; readonly version: string } | undefined;
}

interface Answer {
  version: string;
  release: string;
  executable: string;
  implementation: string;
  platform: string;
  machine: string;
  bits: number;
  soabi: string;
  pip: string | null;
  pipVersion: string | null;
  bundledPip: [string, string] | null;
  canMakeEnvironments: boolean;
}

/** The oldest pip whose requirements parser we know. */
const OLDEST_PIP = "20.3.0";

/**
 * Finds an interpreter whose version is in `range` (a `semver` range or a minor version).
 * @throws UserError that prints the step which installs one, with what was found instead
 */
export async function findInterpreter(range: string, given: string, host: Host): Promise<Interpreter> {
  const environment = cleanEnvironment(host.environment);
  const seen: string[] = [];
  for (const path of given === "" ? candidates(range, host.environment) : [given]) {
    const answer = await ask(path, environment);
    const problem = typeof answer === "string" ? answer : unfit(answer, range);
    if (problem === undefined) return interpreterOf(answer as Answer);
    seen.push(`${path} (${problem})`);
    host.log.debug(`Not taken: ${path}: ${problem}`);
  }
  throw notFound(range, given, seen);
}

async function ask(path: string, environment: NodeJS.ProcessEnv): Promise<Answer | string> {
  const run = await runProbe(path, "interpreter", {}, { environment, timeout: 30_000 });
  if (run.exitCode === 0) return answerIn(run.output) ?? "no Python";
  return run.errors.trim().split("\n").at(-1) || `exit code ${run.exitCode}`;
}

/** Any program can be named as the interpreter. */
function answerIn(output: string): Answer | undefined {
  try {
    return JSON.parse(output) as Answer;
  } catch {
    return undefined;
  }
}

function unfit(answer: Answer, range: string): string | undefined {
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

/** Its own pip, else the one that ensurepip would install; `undefined` when neither is young enough. */
function pipOf(answer: Answer): Interpreter["pip"] {
  const pips = [
    { path: answer.pip, version: answer.pipVersion },
    { path: answer.bundledPip?.[0], version: answer.bundledPip?.[1] },
  ].filter((pip): pip is { path: string; version: string } => Boolean(pip.path && pip.version));
  return pips.find((pip) => semver.gte(semver.coerce(pip.version) ?? "0.0.0", OLDEST_PIP));
}

function interpreterOf(answer: Answer): Interpreter {
  return {
    path: answer.executable,
    version: answer.version,
    minor: minorOf(answer.version),
    platform: answer.platform,
    machine: answer.machine,
    soabi: answer.soabi,
    pip: pipOf(answer),
  };
}

/** `3.8.18` → `3.8`. */
export function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

function notFound(range: string, given: string, seen: readonly string[]): UserError {
  const version = semver.validRange(range) && /3\.[0-9]+/.exec(range)?.[0];
  const setup = `- uses: actions/setup-python@v7\n  with:\n    python-version: "${version || "3.8"}"`;
  if (given !== "") {
    const why = seen[0]?.slice(given.length + 1) ?? "";
    return new UserError(`Input python: ${given} is not a CPython ${range} that can be used ${why}.`, {
      hint: `Name another interpreter, or leave the input empty after this step:\n${setup}`,
    });
  }
  const instead = seen.length === 0 ? "" : ` Not taken: ${seen.slice(0, 6).join(", ")}.`;
  return new UserError(`No Python ${range} was found on this machine.${instead}`, {
    hint: `Put this step before this one:\n${setup}\nElsewhere: pyenv install ${version || "3.8"}, or name it with the input python.`,
  });
}
