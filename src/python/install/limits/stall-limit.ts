import { readFileSync } from "node:fs";
import type { RunningProgram } from "../../../host/host.ts";
import { bytesWritten } from "../../../host/process/linux.ts";
import { childOf } from "../../../host/process/running.ts";
import { orNothing } from "../../../util/errors.ts";

/*
 * An installer waits for ever for an index that sends a byte a second, and for minutes for one that does not answer: its
 * own time limit is for a single read, and it repeats. So it is ended when it does nothing for as long as four such reads.
 * Only Linux reports what a program does.
 */

/** Seconds that an installer waits for a read, if nothing else is configured. */
const READ_SECONDS = { pip: 15, uv: 30 } as const;
const READS = 4;

const EVERY_MILLISECONDS = 1_000;

/** Less than this in all that time is no progress: bytes written, seconds of processor time. */
const WRITTEN = 16 * 2 ** 10;
const COMPUTED = 1;
/** Clock ticks a second, for all programs on Linux. */
const TICKS = 100;

/** @param configured the installer's own limit for a read, in seconds, as its settings have it */
export function stallSeconds(installer: keyof typeof READ_SECONDS, configured: string | undefined): number {
  return READS * (Number(configured) || READ_SECONDS[installer]);
}

/** Ends an installer that makes no progress. */
export class StallWatch {
  /** Why the program was stopped, if it was. */
  reason: string | undefined;
  readonly #seconds: number;
  #last = { at: performance.now(), written: 0, computed: 0 };

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** @returns call it when the program has ended */
  start(program: RunningProgram): () => void {
    this.#last = { ...this.#last, at: performance.now() };
    const timer = setInterval(() => this.#look(program), EVERY_MILLISECONDS);
    return () => clearInterval(timer);
  }

  #look({ pid, end }: RunningProgram): void {
    if (pid === undefined || this.reason !== undefined) return;
    const [written, computed] = [bytesWritten(pid), processorSeconds(pid)];
    if (written === undefined || computed === undefined) return;
    const last = this.#last;
    const hasMoved = written - last.written >= WRITTEN || computed - last.computed >= COMPUTED;
    // A compiler, git or a program for credentials works or asks.
    if (hasMoved || childOf(pid) !== undefined) this.#last = { at: performance.now(), written, computed };
    if (performance.now() - this.#last.at < this.#seconds * 1_000) return;
    this.reason = `it received almost nothing for ${this.#seconds} seconds.`;
    end();
  }
}

/** Of all threads. */
function processorSeconds(pid: number): number | undefined {
  const fields = orNothing(() =>
    readFileSync(`/proc/${pid}/stat`, "latin1")
      .replace(/^.*\) /s, "")
      .split(" "),
  );
  // The fourteenth and fifteenth field; the first that is left is the third.
  return fields && (Number(fields[11]) + Number(fields[12])) / TICKS;
}
