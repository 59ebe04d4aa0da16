import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { Isolation } from "../host/host.ts";
import { type Program, spawnForeign } from "../host/process/spawn.ts";
import { notStarted, PROBE_PATIENCE, type ProbeName, type ProbeOptions, type ProbeRun, probeFile } from "./probe.ts";

export interface ForeignProbeOptions extends ProbeOptions {
  readonly switches: readonly string[];
  readonly isolation: Isolation;
}

export interface ForeignProbeRun extends ProbeRun {
  /** Whether it could write only to temporary directories: Landlock, or a container, kept it from writing elsewhere. */
  readonly isConfined: boolean;
}

/**
 * Runs a probe that runs code of packages; a failure is part of the result. Each line of its answer begins with the value
 * that it receives as `nonce`, so that the output of packages is not taken for the answer.
 */
export async function runForeignProbe(
  python: string,
  name: ProbeName,
  input: object,
  { environment, directory, timeout = PROBE_PATIENCE, switches, isolation }: ForeignProbeOptions,
): Promise<ForeignProbeRun> {
  const nonce = randomUUID();
  try {
    const how = { environment, directory, isolation, input: JSON.stringify({ ...input, nonce }) };
    const program = await spawnForeign(python, [...switches, probeFile(name)], how);
    return await answerOf(program, `${nonce} `, timeout);
  } catch (error) {
    return { ...notStarted(error), isConfined: false };
  }
}

/** @param prefix of the lines that are read */
async function answerOf(program: Program, prefix: string, timeout: number): Promise<ForeignProbeRun> {
  const { child, ended, landlock } = program;
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    program.kill();
  }, timeout);
  const output = linesOf(child.stdout, prefix);
  const errors = endOf(child.stderr);
  const [{ code }] = await Promise.all([ended, once(child, "close")]);
  clearTimeout(timer);
  return { exitCode: code ?? undefined, timedOut, output: output(), errors: errors(), isConfined: landlock > 0 };
}

/** The lines that begin with the prefix, without it. Other lines are not kept in memory, however many there are. */
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
      // NUL marks a line that is skipped: the prefix does not begin with it.
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
