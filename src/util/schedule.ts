/*
 * The only place where work runs in parallel. Three functions, so that the commands read from top to bottom:
 *
 *   settleAll  starts several pieces of work and waits for all of them, also after one has failed
 *   early      starts work now whose result is awaited later; its failure is thrown there
 *   after      makes work wait for its turn, such as imports, which must not begin before the archive is written
 */

/** Runs a piece of work when its turn has come. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** Its turn is now. */
export const now: Turn = (work) => work();

/** Starts work whose result is awaited later, or never: a failure that is never awaited does not end the process. */
export function early<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {});
  return work;
}

/** Its turn comes when `earlier` has settled, also if that failed. */
export function after(earlier: Promise<unknown>): Turn {
  return async (work) => {
    await earlier.catch(() => {});
    return await work();
  };
}

/**
 * `Promise.all`, but an error is thrown only when all have ended: a program that is still running when the error is
 * reported would write to directories that are being removed, and print after the report.
 */
export async function settleAll<T extends readonly unknown[] | []>(works: T): Promise<SettledAll<T>> {
  await Promise.allSettled(works);
  return await Promise.all(works);
}

type SettledAll<T extends readonly unknown[] | []> = { -readonly [Position in keyof T]: Awaited<T[Position]> };
