import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Isolation } from "../host.ts";
import type { Ending } from "./ending.ts";

export interface CommandLine {
  readonly program: string;
  readonly words: readonly string[];
  readonly isLaunched: boolean;
}

/**
 * The program and its arguments, on Linux run by the launcher (`probes/launch.py`, which documents the protocol).
 * @param reports whether the launcher reports on descriptor 3, see `Launch`; otherwise it ends as the program did
 */
export function withLauncher(
  isolation: Isolation | undefined,
  command: string,
  args: readonly string[],
  reports: boolean,
): CommandLine {
  if (isolation === undefined || process.platform !== "linux") {
    return { program: command, words: args, isLaunched: false };
  }
  const [program = "", ...words] = isolation.launcher;
  const request = JSON.stringify({ writable: isolation.writable ?? null, reports });
  return { program, words: [...words, request, command, ...args], isLaunched: true };
}

interface Started {
  readonly pid: number;
  readonly landlock: number;
}

type Line = Partial<Started> & { readonly error?: string; readonly code?: number; readonly signal?: number };

/** What the launcher reports about the program: one JSON object per line on descriptor 3. */
export class Launch {
  /** Rejects if the program could not be started. */
  readonly started: Promise<Started>;
  /** `undefined` if the launcher itself was killed. */
  readonly ended: Promise<Ending | undefined>;

  constructor(child: ChildProcess) {
    const stream = child.stdio[3] as Readable;
    const reported: Line[] = [];
    const lines = createInterface({ input: stream }).on("line", (text) => reported.push(JSON.parse(text)));
    const closed = once(stream, "close");
    this.started = Promise.race([once(lines, "line"), closed]).then(() => requireStarted(reported[0]));
    this.ended = closed.then(() => endingIn(reported.at(-1)));
  }
}

function requireStarted(line: Line | undefined): Started {
  if (line?.pid !== undefined && line.landlock !== undefined) return { pid: line.pid, landlock: line.landlock };
  throw new Error(line?.error ?? "its launcher ended before it was started");
}

function endingIn(line: Line | undefined): Ending | undefined {
  if (line?.code !== undefined) return { code: line.code, signal: null };
  const name = Object.entries(constants.signals).find(([, number]) => number === line?.signal)?.[0];
  return name === undefined ? undefined : { code: null, signal: name as NodeJS.Signals };
}
