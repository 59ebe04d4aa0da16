import { constants } from "node:fs";
import { copyFile, link, mkdir, readdir, readlink, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { isSystemError } from "../errors.ts";

/** Puts the file `from` at `to`, which does not exist. */
type PlaceFile = (from: string, to: string) => Promise<void>;

/** Copies a file; where the file system can, the bytes are shared until one side is written. */
export const copied: PlaceFile = (from, to) => copyFile(from, to, constants.COPYFILE_FICLONE);

/** A second name of the same file, for a place that nobody writes to; a copy where that is not possible. */
export const linked: PlaceFile = async (from, to) => {
  try {
    await link(from, to);
  } catch (error) {
    if (!isSystemError(error, "EXDEV", "EPERM", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "EACCES")) throw error;
    await copied(from, to);
  }
};

/** Rebuilds the tree `from` in `to`, which is made when it does not exist; symbolic links stay links. */
export async function placeTree(from: string, to: string, placeFile: PlaceFile): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await placeTree(source, target, placeFile);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await placeFile(source, target);
  }
}

/** Moves what `from` holds into `to`, which is made when it does not exist. */
export async function moveContents(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  try {
    for (const name of await readdir(from)) await rename(join(from, name), join(to, name));
  } catch (error) {
    if (!isSystemError(error, "EXDEV")) throw error;
    await placeTree(from, to, copied);
  }
}

/** Removes what `directory` holds, for example half a restored entry; never throws. */
export async function emptyDirectory(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names) await remove(join(directory, name));
}

/** Removes a file or a tree; never throws, for there is nothing a caller could do. */
export async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
}
