import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { isSystemError } from "../errors.ts";
import { Pauses } from "../pauses.ts";

/** A rename where it can be, a copy where the other place is another file system, as the temporary directory may be. */
export function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!isSystemError(error, "EXDEV")) throw error;
    copyOrNothing(from, to);
    rmSync(from, { recursive: true });
  }
}

/** The same for a tree of many files, in whose copying a signal is heard. */
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
        copy(path, target);
      }
      if (pauses.isDue) await pauses.take();
    }
  }
}

function copyOrNothing(from: string, to: string): void {
  try {
    copy(from, to);
  } catch (error) {
    rmSync(to, { recursive: true, force: true });
    throw error;
  }
}

/** Node's own `cpSync` calls a full disk an input/output error. */
function copy(from: string, to: string): void {
  const found = lstatSync(from);
  if (found.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else if (found.isDirectory()) {
    mkdirSync(to);
    for (const name of readdirSync(from)) copy(join(from, name), join(to, name));
  } else copyFileSync(from, to);
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
