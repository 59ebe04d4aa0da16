import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { isSystemError } from "../util/errors.ts";

/** Creates the missing parents of `path`. Node's own recursive `mkdirSync` says ENOENT where the file system is read-only. */
export function makeParents(path: string): void {
  const parent = dirname(path);
  if (existsSync(parent)) return;
  makeParents(parent);
  try {
    mkdirSync(parent);
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) throw error; // another run was faster
  }
}
