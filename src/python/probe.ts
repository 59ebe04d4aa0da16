import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { messageOf } from "../errors.ts";
import type { Isolation } from "../runner/host.ts";
import { type Program, startProgram } from "../runner/program.ts";

/** Probes are small Python programs that read JSON on standard input and print JSON. */
export type ProbeName =
  | "interpreter"
  | "requirements"
  | "search_path"
  | "pip_settings"
  | "compile"
  | "closure"
  | "distributions"
  | "imports"
  | "scoring_imports"
  | "server_needs"
  | "newest_wheels"
  | "shared_sources";

export interface ProbeOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly directory?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  /** Switches for the interpreter, before the program. */
  readonly switches?: readonly string[];
  /**
   * For a probe that runs code which is not trusted: each line of its answer then begins with a word that it is told as
   * `nonce`, so that what packages print is no answer.
   */
  readonly isolation?: Isolation | undefined;
}

/** What became of a probe. */
export interface ProbeRun {
  /** `undefined` for one that a signal ended. */
  readonly exitCode: number | undefined;
  readonly timedOut: boolean;
  readonly output: string;
  /** The end of what it wrote to standard error. */
  readonly errors: string;
  /** The version of Landlock's ABI that kept it from writing; 0 when nothing did. */
  readonly landlock: number;
}

const PROBES = new URL("./probes/", import.meta.url);

/**
 * Runs a probe and reads its answer. The shape of the answer is the probe's promise.
 * @throws Error when the probe does not answer: that is a bug of ours, or a broken interpreter
 */
export async function probe<T>(python: string, name: ProbeName, input: unknown, options: ProbeOptions): Promise<T> {
  const run = await runProbe(python, name, input, options);
  if (run.exitCode === 0) return JSON.parse(run.output) as T;
  const why = run.timedOut ? "it took too long" : run.errors.trim() || `exit code ${run.exitCode}`;
  throw new Error(`The probe "${name}" failed under ${python}: ${why}`);
}

/** Runs a probe to its end, however it ends. */
export async function runProbe(
  python: string,
  name: ProbeName,
  input: unknown,
  { environment, directory, timeout = 120_000, switches = ["-I"], isolation }: ProbeOptions,
): Promise<ProbeRun> {
  const file = fileURLToPath(new URL(`${name}.py`, PROBES));
  const nonce = isolation && randomUUID();
  const question = JSON.stringify(nonce ? { ...(input as object), nonce } : input);
  const inDirectory = directory === undefined ? {} : { directory };
  try {
    const how = { environment, ...inDirectory, isolation, input: question };
    const program = await startProgram(python, [...switches, file], how);
    return await answerOf(program, nonce && `${nonce} `, timeout);
  } catch (error) {
    return { exitCode: undefined, timedOut: false, output: "", errors: messageOf(error), landlock: 0 };
  }
}

/** @param prefix of the lines that count; every line does without one */
async function answerOf(program: Program, prefix: string | undefined, timeout: number): Promise<ProbeRun> {
  const { child, ended, landlock } = program;
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    program.kill();
  }, timeout);
  const output = prefix === undefined ? textOf(child.stdout) : linesOf(child.stdout, prefix);
  const errors = endOf(child.stderr);
  const [{ code }] = await Promise.all([ended, once(child, "close")]);
  clearTimeout(timer);
  return { exitCode: code ?? undefined, timedOut, output: output(), errors: errors(), landlock };
}

function textOf(stream: Readable | null): () => string {
  const parts: string[] = [];
  stream?.setEncoding("utf8").on("data", (text: string) => parts.push(text));
  return () => parts.join("");
}

/** The lines that begin with a prefix, without it. Of what others print nothing is kept, however much it is. */
function linesOf(stream: Readable | null, prefix: string): () => string {
  const kept: string[] = [];
  let pending = "";
  const isKept = (line: string) => line.startsWith(prefix.slice(0, line.length));
  stream?.setEncoding("utf8").on("data", (text: string) => {
    const lines = text.split("\n");
    for (const [index, line] of lines.entries()) {
      if (index > 0) {
        if (pending.startsWith(prefix)) kept.push(pending.slice(prefix.length));
        pending = "";
      }
      // A mark stands for a line that does not count: it is no beginning of the prefix.
      pending = isKept(pending + line) ? pending + line : "\0";
    }
  });
  return () => kept.join("\n");
}

const ERRORS_LIMIT = 2 ** 16;

function endOf(stream: Readable | null): () => string {
  let errors = "";
  stream?.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-ERRORS_LIMIT);
  });
  return () => errors;
}
