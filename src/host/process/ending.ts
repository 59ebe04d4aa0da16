import { constants } from "node:os";

/** How a program ended: `code` or `signal` is `null`. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** As in a shell: for a program that a signal ended, 128 plus the signal's number. */
export function exitCodeOf({ code, signal }: Ending): number {
  return signal === null ? (code ?? 0) : 128 + constants.signals[signal];
}
