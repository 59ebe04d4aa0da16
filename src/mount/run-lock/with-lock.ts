import { utimesSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Host } from "../../host/host.ts";
import { ownIdentity } from "../../host/process/linux.ts";
import { orNothing, UserError } from "../../util/errors.ts";
import { isStale, type Lock, removeStale, type Taken, TIMING, type Timing, tryLock } from "./lock-file.ts";

/**
 * Runs `work` while holding the lock `file` (absolute), and waits for it first. The lock is always released, also on a
 * signal; one that a killed process left is taken over.
 * @param what what the lock protects, for messages
 * @throws UserError when another run holds it for longer than `timing.patience`, or it cannot be created
 */
export async function withLock<T>(
  file: string,
  what: string,
  host: Pick<Host, "log" | "atEnd">,
  work: () => Promise<T>,
  timing = TIMING,
): Promise<T> {
  const lock = await waitFor(file, what, host, timing);
  const unregister = host.atEnd(({ isLast }) => {
    if (isLast) lock.release();
    return [];
  });
  const touch = () => orNothing(() => utimesSync(file, new Date(), new Date()));
  const heartbeat = setInterval(touch, timing.heartbeat).unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    lock.release();
    unregister();
  }
}

async function waitFor(file: string, what: string, { log }: Pick<Host, "log">, timing: Timing): Promise<Lock> {
  const start = performance.now();
  let seen: Taken | undefined;
  let seenAt = start;
  for (let isFirst = true; ; isFirst = false) {
    const lock = tryLock(file);
    if ("release" in lock) return lock;
    const now = performance.now();
    if (seen === undefined || lock.text !== seen.text || lock.touched !== seen.touched) [seen, seenAt] = [lock, now];
    if (isStale(lock, now - seenAt, timing)) {
      removeStale(file, lock.text);
      continue;
    }
    const who = nameOf(lock);
    if (isFirst) log.info(`${who} is working on ${what}; waiting up to ${minutes(timing.patience)} for it to finish.`);
    if (now - start > timing.patience) throw stillHeld(who, what, file, timing);
    await delay(timing.interval);
  }
}

function stillHeld(who: string, what: string, file: string, { patience }: Timing): UserError {
  return new UserError(
    `${who} is still working on ${what} after ${minutes(patience)}: run again when it has finished, or stop it and remove ${file}.`,
  );
}

function minutes(milliseconds: number): string {
  return milliseconds < 60_000 ? `${milliseconds / 1000} s` : `${milliseconds / 60_000} minutes`;
}

function nameOf({ holder }: Taken): string {
  if (holder === undefined) return "Another run";
  const elsewhere = holder.host === ownIdentity().host ? "" : ` on ${holder.host}`;
  return `Another run (process ${holder.pid}${elsewhere})`;
}
