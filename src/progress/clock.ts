import type { Turn } from "../util/schedule.ts";

/** Milliseconds by phase, in the order in which the phases began; one may be a part of another. */
export class Clock {
  readonly times: Record<string, number> = {};

  /** Runs one phase and adds its time. */
  async time<T>(phase: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    this.times[phase] ??= 0;
    try {
      return await work();
    } finally {
      this.times[phase] = Math.round((this.times[phase] ?? 0) + performance.now() - start);
    }
  }

  /** A turn whose work is timed as a phase, without the time spent waiting for the turn. */
  turn(phase: string, turn: Turn): Turn {
    return (work) => turn(() => this.time(phase, work));
  }
}
