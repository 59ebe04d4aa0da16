import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { type Program, spawnForeign } from "../host/process/spawn.ts";
import { cleanEnvironment } from "./child-environment.ts";
import {
  notStarted,
  PROBE_PATIENCE,
  type ProbeName,
  type ProbeOptions,
  type ProbeRun,
  probeFile,
  runProbe,
} from "./probe.ts";

/** Those that take a moment once pip is imported. */
const SHORT: ReadonlySet<ProbeName> = new Set([
  "requirements",
  "pip_settings",
  "freeze",
  "scoring_imports",
  "closure",
  "server_needs",
]);

/** Characters that are kept of what a process wrote to standard error. */
const ERRORS = 2 ** 16;

/** By the path of the interpreter: the process that answers, which waits for the next question. */
const waiting = new Map<string, Promise<Answering>>();
/** By the path of the interpreter: resolves when the last question is answered. */
const turns = new Map<string, Promise<unknown>>();

/**
 * Runs a probe, which runs no code of packages, and parses its answer.
 * @throws Error when there is none: a bug, or a broken interpreter
 */
export async function probe<T>(python: string, name: ProbeName, input: unknown, options: ProbeOptions): Promise<T> {
  const { timeout = PROBE_PATIENCE } = options;
  const run = SHORT.has(name)
    ? await askInTurn(python, name, input, { ...options, timeout })
    : await runProbe(python, name, input, options);
  if (run.exitCode === 0) return JSON.parse(run.output) as T;
  const why = run.timedOut ? "it did not end in time" : run.errors.trim() || `exit code ${run.exitCode}`;
  throw new Error(`The probe "${name}" failed under ${python}: ${why}`);
}

/**
 * Asks a probe in a process that has answered others before: starting Python and importing pip takes longer than most
 * answers. Questions wait for each other. The process ends with this one.
 */
async function askInTurn(
  python: string,
  name: ProbeName,
  input: unknown,
  options: ProbeOptions & { readonly timeout: number },
): Promise<ProbeRun> {
  const turn = turns.get(python) ?? Promise.resolve();
  const run = turn.then(() => ask(python, name, input, options));
  turns.set(python, run);
  return await run;
}

async function ask(
  python: string,
  probe: ProbeName,
  input: unknown,
  { environment, directory, temporary, timeout }: ProbeOptions & { readonly timeout: number },
): Promise<ProbeRun> {
  try {
    const starting = waiting.get(python) ?? start(python, environment, temporary);
    waiting.set(python, starting);
    const answering = await starting;
    const run = await answering.answer(
      JSON.stringify({ probe, input, environment, directory: directory ?? null }),
      timeout,
    );
    if (answering.hasEnded) waiting.delete(python); // the next question gets a new process
    return run;
  } catch (error) {
    waiting.delete(python);
    return notStarted(error);
  }
}

async function start(python: string, given: NodeJS.ProcessEnv, temporary: string | undefined): Promise<Answering> {
  const clean = cleanEnvironment(given);
  const environment = temporary === undefined ? clean : { ...clean, TMPDIR: temporary };
  const how = { environment, keepInput: true };
  return new Answering(await spawnForeign(python, ["-I", probeFile("questions")], how));
}

class Answering {
  readonly #program: Program;
  readonly #lines: AsyncIterator<string>;
  #errors = "";
  hasEnded = false;

  constructor(program: Program) {
    this.#program = program;
    const { stdout, stderr } = program.child;
    this.#lines = createInterface({ input: stdout as Readable })[Symbol.asyncIterator]();
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errors = (this.#errors + text).slice(-ERRORS);
    });
    this.#hold(false);
  }

  /** @param timeout milliseconds */
  async answer(question: string, timeout: number): Promise<ProbeRun> {
    const { child, ended, kill } = this.#program;
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
    }, timeout);
    this.#hold(true);
    try {
      child.stdin?.write(`${question}\n`);
      const { value, done } = await this.#lines.next();
      if (done !== true) return runOf(value, this.#errors);
      this.hasEnded = true;
      const { code } = await ended;
      return { exitCode: code || undefined, timedOut, output: "", errors: this.#errors };
    } finally {
      clearTimeout(timer);
      this.#hold(false);
    }
  }

  /** Whether the process keeps this one alive. */
  #hold(isHeld: boolean): void {
    const { child } = this.#program;
    for (const one of [child, child.stdin, child.stdout, child.stderr] as readonly (Held | null)[]) {
      if (isHeld) one?.ref?.();
      else one?.unref?.();
    }
  }
}

/** Node's types do not say that the streams of a child process are sockets. */
interface Held {
  ref?(): unknown;
  unref?(): unknown;
}

function runOf(line: string, errors: string): ProbeRun {
  const { output, error } = JSON.parse(line) as { output?: string; error?: string };
  return { exitCode: error === undefined ? 0 : 1, timedOut: false, output: output ?? "", errors: error ?? errors };
}
