import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { orNothing } from "../../util/errors.ts";
import { sha256 } from "../../util/sha256.ts";
import { isStale, removeStale, TIMING, tryLock } from "./lock-file.ts";

/** Milliseconds to wait for another run's brief work. */
const MOMENT = 10_000;

/**
 * Runs brief work on files of `directory` (absolute) while no other run on this machine does. After ten
 * seconds the work runs without the lock.
 */
export function exclusively<T>(directory: string, work: () => T): T {
  const place = orNothing(() => realpathSync(directory)) ?? directory;
  const name = sha256(place).slice(0, 12);
  const file = join(tmpdir(), `azureml-extra-packages-${process.geteuid?.() ?? ""}-${name}.lock`);
  const start = performance.now();
  let lock = orNothing(() => tryLock(file));
  while (lock !== undefined && !("release" in lock) && performance.now() - start < MOMENT) {
    if (isStale(lock, 0, TIMING)) removeStale(file, lock.text);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    lock = orNothing(() => tryLock(file));
  }
  try {
    return work();
  } finally {
    if (lock !== undefined && "release" in lock) lock.release();
  }
}
