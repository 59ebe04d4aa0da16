import { createHash, randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isSystemError, messageOf, orNothing, UserError } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { isRunning, ownIdentity, type ProcessIdentity } from "../runner/linux-process.ts";

/** Milliseconds. */
export interface Timing {
  /** How long to wait for another run. */
  readonly patience: number;
  /** Between two attempts. */
  readonly interval: number;
  /** Between two signs of life of whoever holds a lock. */
  readonly heartbeat: number;
  /** How long a holder that cannot be seen from here may give no sign of life. */
  readonly silence: number;
}

const TIMING: Timing = { patience: 600_000, interval: 250, heartbeat: 5_000, silence: 60_000 };

/** What a lock file says of its holder. */
interface Holder extends ProcessIdentity {
  readonly id: string;
}

/** A lock that is held. */
export interface Lock {
  release(): void;
}

/** Another's lock. */
interface Taken {
  /** What the file says, and when it was last touched: a holder that lives changes the second. */
  readonly text: string;
  readonly touched: number;
  /** Absent while it is being written, and for a file that is not ours. */
  readonly holder: Holder | undefined;
}

/**
 * Runs `work` while holding the lock `file` (absolute), for which it waits. It is released on every way out, also at a
 * signal; one that a killed process left is taken over.
 * @param what names what the lock protects, for people
 * @throws UserError when another run holds it for longer than the patience, or it cannot be created
 */
export async function withLock<T>(
  file: string,
  what: string,
  host: Pick<Host, "log" | "atEnd">,
  work: () => Promise<T>,
  timing = TIMING,
): Promise<T> {
  const lock = await waitFor(file, what, host, timing);
  const forget = host.atEnd(({ isLast }) => {
    if (isLast) lock.release();
    return [];
  });
  const now = () => orNothing(() => utimesSync(file, new Date(), new Date()));
  const heart = setInterval(now, timing.heartbeat).unref();
  try {
    return await work();
  } finally {
    clearInterval(heart);
    lock.release();
    forget();
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
      takeAway(file, lock.text);
      continue;
    }
    const who = nameOf(lock);
    if (isFirst) log.info(`${who} is working on ${what}; waiting up to ${minutes(timing.patience)} for it to end.`);
    if (now - start > timing.patience) throw stillHeld(who, what, file, timing);
    await delay(timing.interval);
  }
}

function stillHeld(who: string, what: string, file: string, { patience }: Timing): UserError {
  return new UserError(
    `${who} is still working on ${what} after ${minutes(patience)}: start again when it has ended, or end it and remove ${file}.`,
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

/** @throws UserError where no file can be created */
function tryLock(file: string): Lock | Taken {
  const id = randomUUID();
  const text = JSON.stringify({ ...ownIdentity(), id } satisfies Holder);
  try {
    if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
    const descriptor = openSync(file, "wx", 0o644);
    writeSync(descriptor, text);
    closeSync(descriptor);
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) throw cannotBeCreated(file, error);
    const taken = takenBy(file);
    if (taken !== undefined) return taken;
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (found !== undefined) throw cannotBeRead(file, found.isFile(), error);
    return tryLock(file); // it was released meanwhile
  }
  return {
    release: () => {
      if (orNothing(() => readFileSync(file, "utf8")) === text) rmSync(file, { force: true });
    },
  };
}

function cannotBeCreated(file: string, error: unknown): UserError {
  return new UserError(`The lock ${file} cannot be created: ${messageOf(error)}.`, {
    hint: isSystemError(error, "EEXIST", "EISDIR", "ENOTDIR", "ELOOP")
      ? "Remove what is in the way."
      : "Make the directory writable for this user.",
    cause: error,
  });
}

/** A directory, or a link to nothing: no run of ours makes that. */
function cannotBeRead(file: string, isFile: boolean, cause: unknown): UserError {
  const what = isFile ? "cannot be read" : "is not a file";
  return new UserError(`The lock ${file} ${what}.`, { hint: "Remove it when no other run needs it.", cause });
}

function takenBy(file: string): Taken | undefined {
  return orNothing(() => {
    const text = readFileSync(file, "utf8");
    return { text, touched: statSync(file).mtimeMs, holder: orNothing(() => JSON.parse(text) as Holder) };
  });
}

/** Whether the lock at `file` is held by a run that lives, as far as can be seen at once; `false` also without a lock. */
export function isHeld(file: string): boolean {
  const taken = takenBy(file);
  if (taken === undefined) return false;
  const isAlive = taken.holder && isRunning(taken.holder);
  return isAlive ?? Date.now() - taken.touched < TIMING.silence;
}

/** @param unchanged milliseconds for which this very lock has given no sign of life */
function isStale({ holder }: Taken, unchanged: number, { silence }: Timing): boolean {
  const isAlive = holder && isRunning(holder);
  return isAlive === undefined ? unchanged > silence : !isAlive;
}

/**
 * Removes a stale lock, unless another run was faster: only who has created the claim of this very lock may remove it,
 * so that nobody removes the lock of a run that has taken over.
 */
function takeAway(file: string, text: string): void {
  const claim = `${file}-${createHash("sha256").update(text).digest("hex").slice(0, 12)}`;
  try {
    closeSync(openSync(claim, "wx"));
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) throw cannotBeCreated(claim, error);
    const age = orNothing(() => Date.now() - statSync(claim).mtimeMs) ?? 0;
    if (age > TIMING.silence) rmSync(claim, { force: true }); // its run was killed meanwhile
    return;
  }
  try {
    if (takenBy(file)?.text === text) rmSync(file, { force: true });
  } finally {
    rmSync(claim, { force: true });
  }
}

/** Milliseconds that a moment's work is waited for. */
const MOMENT = 10_000;

/**
 * Does a moment's work on files of `directory` (absolute) while no other run on this machine does. Whoever holds up the
 * others for longer was killed, or is not waited for.
 */
export function exclusively<T>(directory: string, work: () => T): T {
  const place = orNothing(() => realpathSync(directory)) ?? directory;
  const name = createHash("sha256").update(place).digest("hex").slice(0, 12);
  const file = join(tmpdir(), `azureml-extra-packages-${process.geteuid?.() ?? ""}-${name}.lock`);
  const start = performance.now();
  let lock = orNothing(() => tryLock(file));
  while (lock !== undefined && !("release" in lock) && performance.now() - start < MOMENT) {
    if (isStale(lock, 0, TIMING)) takeAway(file, lock.text);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    lock = orNothing(() => tryLock(file));
  }
  try {
    return work();
  } finally {
    if (lock !== undefined && "release" in lock) lock.release();
  }
}
