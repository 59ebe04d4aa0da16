import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Isolation } from "./host.ts";
import type { Ending } from "./program.ts";

/** The program and its arguments, behind the launcher (`probes/launch.py`, which says what passes between us). */
export function launchCommand(
  { launcher: [python = "", ...words], writable }: Isolation,
  command: string,
  args: readonly string[],
): [string, string[]] {
  return [python, [...words, JSON.stringify({ writable: writable ?? null }), command, ...args]];
}

interface Started {
  readonly pid: number;
  readonly landlock: number;
}

type Line = Partial<Started> & { readonly error?: string; readonly code?: number; readonly signal?: number };

/** What the launcher reports of the program, a JSON object a line on descriptor 3. */
export class Launch {
  /** Rejects when the program could not be started. */
  readonly started: Promise<Started>;
  /** `undefined` when the launcher itself was ended. */
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
  throw new Error(line?.error ?? "its launcher ended before it");
}

function endingIn(line: Line | undefined): Ending | undefined {
  if (line?.code !== undefined) return { code: line.code, signal: null };
  const name = Object.entries(constants.signals).find(([, number]) => number === line?.signal)?.[0];
  return name === undefined ? undefined : { code: null, signal: name as NodeJS.Signals };
}
