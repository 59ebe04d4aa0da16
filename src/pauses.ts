import { setImmediate } from "node:timers/promises";

/** Milliseconds of work after which a pause is due. */
const LONGEST_WORK = 100;

/**
 * Pauses in long synchronous work, in which a signal is heard. A loop over many files asks after each whether one is due,
 * for a promise per file would take longer than most files.
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
