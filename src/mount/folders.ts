import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { isSystemError } from "../errors.ts";

/** A rename where it can be, a copy where the other place is another file system, as the temporary directory may be. */
export function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!isSystemError(error, "EXDEV")) throw error;
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    rmSync(from, { recursive: true });
  }
}

/** Makes `folder` and what is missing above it, down from `root`, open to every reader whatever the umask says. */
export function makeFolder(folder: string, root: string): void {
  const way = relative(root, folder);
  let path = root;
  for (const part of ["", ...(way === "" ? [] : way.split(sep))]) {
    path = join(path, part);
    if (existsSync(path)) continue;
    mkdirSync(path);
    chmodSync(path, 0o755);
  }
}
