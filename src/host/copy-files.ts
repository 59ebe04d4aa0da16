import {
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { copyFile, link, mkdir, readdir, readlink, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { isSystemError } from "../util/errors.ts";

/** Puts the file `from` at `to`, which does not exist. */
type PlaceFile = (from: string, to: string) => Promise<void>;

/** Copies a file; if the file system can, the bytes are shared until one of both files is written. */
export const copied: PlaceFile = (from, to) => copyFile(from, to, constants.COPYFILE_FICLONE);

/** A hard link, for a directory that nothing writes to; a copy if that is not possible. */
export const linked: PlaceFile = async (from, to) => {
  try {
    await link(from, to);
  } catch (error) {
    if (!isSystemError(error, "EXDEV", "EPERM", "EMLINK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EACCES")) throw error;
    await copied(from, to);
  }
};

/** Rebuilds the tree `from` in `to`, which is created if necessary; symbolic links stay links. */
export async function placeTree(from: string, to: string, placeFile: PlaceFile): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await placeTree(source, target, placeFile);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await placeFile(source, target);
  }
}

/**
 * Copies a file, a link or a tree to `to`, which does not exist, at once; files keep their times, which bytecode is compared
 * with. Node's own `cpSync` reports a full disk as an input/output error, or ends the process.
 */
export function copyTree(from: string, to: string): void {
  const found = lstatSync(from);
  if (found.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else if (found.isDirectory()) {
    mkdirSync(to);
    for (const name of readdirSync(from)) copyTree(join(from, name), join(to, name));
  } else {
    copyFileSync(from, to);
    utimesSync(to, found.atime, found.mtime);
  }
}

/** Moves the contents of `from` into `to`, which is created if necessary. */
export async function moveContents(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  try {
    for (const name of await readdir(from)) await rename(join(from, name), join(to, name));
  } catch (error) {
    if (!isSystemError(error, "EXDEV")) throw error;
    await placeTree(from, to, copied);
  }
}

/** Removes the contents of `directory`, for example an incompletely restored entry; never throws. */
export async function emptyDirectory(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names) await remove(join(directory, name));
}

/** Removes a file or a tree; never throws, because callers could not do anything about it. */
export async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
}
