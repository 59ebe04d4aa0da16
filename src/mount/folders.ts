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
import { join, relative, sep } from "node:path";
import { isSystemError } from "../errors.ts";

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
