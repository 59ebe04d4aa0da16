import { setImmediate } from "node:timers/promises";

/** Milliseconds of work after which a pause is due. */
const LONGEST_WORK = 100;

/**
 * Pauses in long synchronous work, so that signals are handled. A loop over many files checks after each file whether a
 * pause is due, because a promise per file would take longer than most files.
 */
export class Pauses {
  #last = performance.now();

  get isDue(): boolean {
    return performance.now() - this.#last > LONGEST_WORK;
  }

  async take(): Promise<void> {
    await setImmediate();
    this.#last = performance.now();
  }
}
