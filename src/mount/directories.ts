import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { copyTree } from "../host/copy-files.ts";
import { isSystemError } from "../util/errors.ts";
import { Pauses } from "../util/pauses.ts";

/** Renames, or copies if the destination is on another file system, as the temporary directory may be. */
export function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!isSystemError(error, "EXDEV")) throw error;
    copyOrNothing(from, to);
    rmSync(from, { recursive: true });
  }
}

/** The same for a tree of many files; signals are handled while it is copied. */
export async function moveTree(from: string, to: string): Promise<void> {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!isSystemError(error, "EXDEV")) throw error;
    mkdirSync(to);
    const pauses = new Pauses();
    for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const target = join(to, relative(from, path));
      if (entry.isDirectory()) mkdirSync(target, { recursive: true });
      else {
        mkdirSync(dirname(target), { recursive: true });
        copyTree(path, target);
      }
      if (pauses.isDue) await pauses.take();
    }
  }
}

function copyOrNothing(from: string, to: string): void {
  try {
    copyTree(from, to);
  } catch (error) {
    rmSync(to, { recursive: true, force: true });
    throw error;
  }
}

/** Bytes that this user can still write to the disk of a directory that exists. */
export function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

/** Creates `folder` and its missing parents below `root`, readable for every user whatever the umask is. */
export function makeFolder(folder: string, root: string): void {
  const below = relative(root, folder);
  let path = root;
  for (const part of ["", ...(below === "" ? [] : below.split(sep))]) {
    path = join(path, part);
    if (existsSync(path)) continue;
    mkdirSync(path);
    chmodSync(path, 0o755);
  }
}
