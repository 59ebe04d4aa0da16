import { lstatSync } from "node:fs";
import { join } from "node:path";
import { listFiles } from "../../mount/inventory/inventory.ts";
import { isHeld } from "../../mount/run-lock/lock-file.ts";
import { lockOf, siblingsOf } from "../../plan/location.ts";
import { orNothing } from "../../util/errors.ts";

/** A file or directory that an interrupted run left next to the mount. */
export interface Leftover {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
}

export function findInterruptedRuns(environmentDirectory: string): Leftover[] {
  if (isHeld(lockOf(environmentDirectory))) return [];
  return siblingsOf(environmentDirectory).map((path) => ({ path, bytes: bytesIn(path) }));
}

/** Size of a file, or of all files below a directory. */
function bytesIn(path: string): number {
  const sizeOf = (file: string) => orNothing(() => lstatSync(file).size) ?? 0;
  if (!lstatSync(path).isDirectory()) return sizeOf(path);
  return listFiles(path).reduce((sum, file) => sum + sizeOf(join(path, file)), 0);
}
