import { isSystemError } from "../../util/errors.ts";

/*
 * Node throws some errors synchronously when it starts a program: the arguments are too long, the file is being
 * written.
 * @actions/exec does not catch them: its promise never settles, and Node reports an unhandled rejection.
 */

interface Starting {
  /** Whether Node threw an error instead of starting the process. */
  readonly hasNotStarted: boolean;
}

const starts = new Map<Starting, (error: Error) => void>();

/** @returns a promise that rejects if the start throws; call `endStart` when the program runs or cannot be started */
export function guardStart(start: Starting): Promise<never> {
  if (starts.size === 0) process.on("unhandledRejection", onRejection);
  return new Promise((_, reject) => starts.set(start, reject));
}

export function endStart(start: Starting): void {
  if (starts.delete(start) && starts.size === 0) process.off("unhandledRejection", onRejection);
}

function onRejection(reason: unknown): void {
  const [start, reject] = [...starts].find(([{ hasNotStarted }]) => hasNotStarted) ?? [];
  if (start === undefined || !isSystemError(reason)) throw reason; // as Node does without a listener
  endStart(start);
  reject?.(reason);
}
