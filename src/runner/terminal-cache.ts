import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { isSystemError, messageOf } from "../errors.ts";
import { copied, emptyDirectory, placeTree, remove } from "./files.ts";
import type { Cache, Log } from "./host.ts";
import { pathPart } from "./text.ts";
import { shortHash } from "./user-directories.ts";

const KEPT_ENTRIES = 20;
/** Directories on their way in or out begin like this; one this old was left by a killed process. */
const PASSING = ".passing-";
const LEFT_BEHIND_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * The twin of GitHub's cache in the directory `root`: an entry is a directory that appears and disappears whole, by
 * renaming, so that any number of runs may share it. Files are copied, not linked: whoever edits a delivered file must
 * not edit the entry. The modification time of an entry says when it was last used.
 */
export function terminalCache(log: Log, root: string): Cache {
  const entryOf = (key: string) => join(root, `${pathPart(key).slice(0, 60)}-${shortHash(key)}`);
  return {
    async restore(key, directory) {
      const entry = entryOf(key);
      try {
        await touch(entry);
        await placeTree(entry, directory, copied);
        return "found";
      } catch (error) {
        await emptyDirectory(directory);
        if (isSystemError(error, "ENOENT")) return "absent";
        log.warning(`Cache: ${key} could not be restored: ${messageOf(error)}`);
        return "unusable";
      }
    },
    async save(key, directory) {
      const fresh = passing(root);
      try {
        await mkdir(root, { recursive: true });
        await placeTree(directory, fresh, copied);
        await touch(fresh);
        await replace(entryOf(key), fresh, root);
        await prune(root);
        return undefined;
      } catch (error) {
        await remove(fresh);
        return messageOf(error);
      }
    },
  };
}

function passing(root: string): string {
  return join(root, `${PASSING}${randomUUID()}`);
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now);
}

/** Puts `fresh` in the place of `entry`. A run that does the same at the same time may win: then its entry is as good. */
async function replace(entry: string, fresh: string, root: string): Promise<void> {
  await discard(entry, root);
  try {
    await rename(fresh, entry);
  } catch (error) {
    if (!isSystemError(error, "ENOTEMPTY", "EEXIST", "EPERM")) throw error;
    await remove(fresh);
  }
}

/** Renamed first, so that nobody restores from a directory that is being emptied. */
async function discard(entry: string, root: string): Promise<void> {
  const leaving = passing(root);
  try {
    await rename(entry, leaving);
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return;
    throw error;
  }
  await remove(leaving);
}

/** Keeps the entries that were used last. */
async function prune(root: string): Promise<void> {
  const names = await readdir(root);
  const aged = await Promise.all(names.map(async (name) => ({ name, used: await lastUse(join(root, name)) })));
  const isPassing = ({ name }: { name: string }) => name.startsWith(PASSING);
  const left = aged.filter((item) => isPassing(item) && Date.now() - item.used > LEFT_BEHIND_MILLISECONDS);
  const entries = aged.filter((item) => !isPassing(item)).sort((a, b) => b.used - a.used);
  for (const { name } of left) await remove(join(root, name));
  for (const { name } of entries.slice(KEPT_ENTRIES)) await discard(join(root, name), root);
}

/** Milliseconds since 1970; now for an entry that another run removes at this moment. */
async function lastUse(path: string): Promise<number> {
  return await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
}
