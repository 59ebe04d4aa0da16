import { randomUUID } from "node:crypto";
import { closeSync, lstatSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { makeParents } from "../../host/make-parents.ts";
import { isRunning, ownIdentity, type ProcessIdentity } from "../../host/process/linux.ts";
import { isSystemError, messageOf, orNothing, UserError } from "../../util/errors.ts";
import { sha256 } from "../../util/sha256.ts";

/** Milliseconds. */
export interface Timing {
  /** How long to wait for another run. */
  readonly patience: number;
  /** Between two attempts. */
  readonly interval: number;
  /** Between two updates of the lock file's time by its holder. */
  readonly heartbeat: number;
  /** How long a holder whose process cannot be checked from here may leave the lock file without an update. */
  readonly silence: number;
}

export const TIMING: Timing = { patience: 600_000, interval: 250, heartbeat: 5_000, silence: 60_000 };

/** What a lock file says about its holder. */
interface Holder extends ProcessIdentity {
  readonly id: string;
}

/** A lock that is held. */
export interface Lock {
  release(): void;
}

/** A lock that another run holds. */
export interface Taken {
  /** Content of the file, and when it was last touched: a running holder keeps updating the latter. */
  readonly text: string;
  readonly touched: number;
  /** Absent while it is being written, and for a file that is not ours. */
  readonly holder: Holder | undefined;
}

/** @throws UserError when the lock file cannot be created */
export function tryLock(file: string): Lock | Taken {
  const id = randomUUID();
  const text = JSON.stringify({ ...ownIdentity(), id } satisfies Holder);
  try {
    makeParents(file);
    const descriptor = openSync(file, "wx", 0o644);
    writeSync(descriptor, text);
    closeSync(descriptor);
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) throw cannotBeCreated(file, error);
    return readTaken(file) ?? tryLock(file);
  }
  return {
    release: () => {
      if (orNothing(() => readFileSync(file, "utf8")) === text) rmSync(file, { force: true });
    },
  };
}

function cannotBeCreated(file: string, error: unknown): UserError {
  return new UserError(`The lock file ${file} cannot be created: ${messageOf(error)}.`, {
    hint: isSystemError(error, "EEXIST", "EISDIR", "ENOTDIR", "ELOOP")
      ? "Remove the file or directory that is in the way."
      : "Make the directory writable for this user.",
    cause: error,
  });
}

/**
 * The lock that is in the way; nothing when it was released in the meantime.
 * @throws UserError for what this tool never creates there: a directory, a dangling link, a file that cannot be read
 */
function readTaken(file: string): Taken | undefined {
  try {
    return readLock(file);
  } catch (error) {
    const found = lstatSync(file, { throwIfNoEntry: false });
    // Another run may hold a new lock by now: only a link stays in the way although nothing can be read behind it.
    if (found === undefined || (found.isFile() && isSystemError(error, "ENOENT"))) return undefined;
    const what = found.isFile() ? "cannot be read" : "is not a file";
    const hint = "Remove it if no other run is using it.";
    throw new UserError(`The lock file ${file} ${what}: ${messageOf(error)}.`, { hint, cause: error });
  }
}

function readLock(file: string): Taken {
  const text = readFileSync(file, "utf8");
  return { text, touched: statSync(file).mtimeMs, holder: orNothing(() => JSON.parse(text) as Holder) };
}

/**
 * Whether the lock at `file` is held by a running process, as far as can be determined at once; `false` also without a lock.
 */
export function isHeld(file: string): boolean {
  const taken = orNothing(() => readLock(file));
  if (taken === undefined) return false;
  const isAlive = taken.holder && isRunning(taken.holder);
  return isAlive ?? Date.now() - taken.touched < TIMING.silence;
}

/** @param unchanged milliseconds since this same lock was last seen to be updated */
export function isStale({ holder }: Taken, unchanged: number, { silence }: Timing): boolean {
  const isAlive = holder && isRunning(holder);
  return isAlive === undefined ? unchanged > silence : !isAlive;
}

/**
 * Removes a stale lock, unless another run was faster: only the run that has created the claim file of this same lock
 * may remove it, so that the lock of a run that has taken over is never removed.
 */
export function removeStale(file: string, text: string): void {
  const claim = `${file}-${sha256(text).slice(0, 12)}`;
  try {
    closeSync(openSync(claim, "wx"));
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) throw cannotBeCreated(claim, error);
    const age = orNothing(() => Date.now() - statSync(claim).mtimeMs) ?? 0;
    if (age > TIMING.silence) rmSync(claim, { force: true }); // its run was killed in the meantime
    return;
  }
  try {
    if (orNothing(() => readLock(file))?.text === text) rmSync(file, { force: true });
  } finally {
    rmSync(claim, { force: true });
  }
}
