import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isSystemError, messageOf } from "../../util/errors.ts";
import { copied, emptyDirectory, placeTree, remove } from "../copy-files.ts";
import type { Cache, Log } from "../host.ts";
import { pathPart } from "../log-text.ts";
import { shortHash } from "../user-directories.ts";

const KEPT_ENTRIES = 20;
/** File of an entry with its key, which the name of the entry contains in part. */
const KEY = "key";
/** Prefix of directories that are being added or removed; one that is older than a day was left by a killed process. */
const TEMPORARY = ".temporary-";
const ABANDONED_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * The counterpart of GitHub's cache in the directory `root`. An entry is a directory that is added and removed
 * atomically, by renaming, so that any number of runs can share it. Files are copied, not linked: an edit of a
 * delivered file must not change the entry. The modification time of an entry is the time of its last use.
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
    async similar(prefixes) {
      const keys = await keysIn(root);
      const prefix = prefixes.find((beginning) => keys.some((key) => key.startsWith(beginning)));
      return prefix === undefined ? undefined : keys.find((key) => key.startsWith(prefix));
    },
    async borrow(key) {
      return await stat(entryOf(key)).then(
        () => entryOf(key),
        () => undefined,
      );
    },
    async save(key, directory) {
      const fresh = temporaryIn(root);
      try {
        await mkdir(root, { recursive: true });
        await placeTree(directory, fresh, copied);
        await writeFile(join(fresh, KEY), key);
        await touch(fresh);
        await replace(entryOf(key), fresh, root);
        await prune(root);
        return undefined;
      } catch (error) {
        await remove(fresh);
        log.warning(`The cache entry was not saved: ${messageOf(error)}`);
        return messageOf(error);
      }
    },
  };
}

function temporaryIn(root: string): string {
  return join(root, `${TEMPORARY}${randomUUID()}`);
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now);
}

/** Replaces `entry` with `fresh`. If another run does the same at the same time, its entry may be used instead. */
async function replace(entry: string, fresh: string, root: string): Promise<void> {
  await discard(entry, root);
  try {
    await rename(fresh, entry);
  } catch (error) {
    if (!isSystemError(error, "ENOTEMPTY", "EEXIST", "EPERM")) throw error;
    await remove(fresh);
  }
}

/** Renamed first, so that no run restores from a directory that is being removed. */
async function discard(entry: string, root: string): Promise<void> {
  const discarded = temporaryIn(root);
  try {
    await rename(entry, discarded);
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return;
    throw error;
  }
  await remove(discarded);
}

/** The keys of the entries, the one that was used last first. */
async function keysIn(root: string): Promise<string[]> {
  const { entries } = await contentsOf(root).catch(() => ({ entries: [] }));
  // Entries of earlier versions have no such file.
  const keys = entries.map(({ name }) => readFile(join(root, name, KEY), "utf8").catch(() => ""));
  return await Promise.all(keys);
}

interface Aged {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly used: number;
}

/** What a cache directory contains; the entry that was used last comes first. */
async function contentsOf(root: string): Promise<{ abandoned: Aged[]; entries: Aged[] }> {
  const names = await readdir(root);
  const aged = await Promise.all(names.map(async (name) => ({ name, used: await lastUse(join(root, name)) })));
  const isTemporary = ({ name }: Aged) => name.startsWith(TEMPORARY);
  const abandoned = aged.filter((item) => isTemporary(item) && Date.now() - item.used > ABANDONED_MILLISECONDS);
  return { abandoned, entries: aged.filter((item) => !isTemporary(item)).sort((a, b) => b.used - a.used) };
}

/** Keeps the entries that were used last. */
async function prune(root: string): Promise<void> {
  const { abandoned, entries } = await contentsOf(root);
  for (const { name } of abandoned) await remove(join(root, name));
  for (const { name } of entries.slice(KEPT_ENTRIES)) await discard(join(root, name), root);
}

/** Milliseconds since 1970; now for an entry that another run is removing. */
async function lastUse(path: string): Promise<number> {
  return await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
}
