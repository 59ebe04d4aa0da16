import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { orNothing } from "../util/errors.ts";
import { stampOf } from "./file-stamp.ts";
import type { Inventory } from "./inventory/inventory.ts";
import { Reader } from "./inventory/reader.ts";

/**
 * Changes to a mount and its environment directory since the snapshot. Paths are POSIX, relative to the mount: the
 * manifest is `../../../manifest.json`.
 */
export interface Interference {
  /** Files and directories whose content, permissions or kind changed. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Files and directories; for a new directory, only itself. They have been removed again. */
  readonly added: readonly string[];
}

interface Entry {
  readonly kind: "directory" | "other";
  readonly mode: number;
  /** Changes whenever the content changes. */
  readonly stamp: string;
}

const NOTHING: Interference = { changed: [], removed: [], added: [] };

/**
 * Records every entry of a mount and of the environment directory that is placed with it before foreign code runs, so
 * that its changes are detected.
 */
export class Snapshot {
  readonly #inventory: Inventory;
  readonly #environmentDirectory: string;
  #before: ReadonlyMap<string, Entry> | undefined;

  /** @param environmentDirectory absolute; the mount is inside it */
  constructor(inventory: Inventory, environmentDirectory: string) {
    this.#inventory = inventory;
    this.#environmentDirectory = environmentDirectory;
  }

  /** Records the entries; only the first call does. */
  take(): void {
    this.#before ??= this.#entries();
  }

  #entries(): Map<string, Entry> {
    const { root } = this.#inventory;
    const up = relative(root, this.#environmentDirectory).split(sep).join("/");
    const top = orNothing(() => entryAt(this.#environmentDirectory));
    return new Map([
      ...(top === undefined ? [] : [[up, top] as const]),
      ...entriesBelow(this.#environmentDirectory, `${up}/`, root),
      ...entriesBelow(root, ""),
    ]);
  }

  /** Compares, hashes entries that may have changed, and removes entries that were added. Nothing changed if none was taken. */
  compare(): Interference {
    const before = this.#before;
    if (before === undefined) return NOTHING;
    const after = this.#entries();
    const known = [...before];
    // If a link has replaced a directory, the files that it leads to must not be removed.
    const replaced = known.filter(([path, { kind }]) => kind !== (after.get(path)?.kind ?? kind)).map(pathOf);
    if (replaced.length > 0) return { changed: topmost(replaced), removed: [], added: [] };
    const reader = new Reader(this.#inventory.root);
    const added = topmost([...after.keys()].filter((path) => !before.has(path)));
    for (const path of added) rmSync(join(this.#inventory.root, path), { recursive: true, force: true });
    return {
      changed: known.filter(([path, entry]) => this.#isChanged(path, entry, after.get(path), reader)).map(pathOf),
      removed: topmost(known.map(pathOf).filter((path) => !after.has(path))),
      added,
    };
  }

  #isChanged(path: string, before: Entry, after: Entry | undefined, reader: Reader): boolean {
    if (after === undefined || after.stamp === before.stamp) return false;
    if (after.kind !== before.kind || after.mode !== before.mode) return true;
    if (after.kind === "directory") return false; // its time changes when entries are created in it
    const file = this.#inventory.files.get(path);
    return file === undefined || reader.read(path, () => {})?.sha256 !== file.sha256;
  }
}

function pathOf([path]: readonly [string, Entry]): string {
  return path;
}

/** Without the paths that are inside another one; parents come first. */
function topmost(paths: readonly string[]): string[] {
  const all = new Set(paths);
  return paths.filter((path) => !all.has(path.slice(0, Math.max(0, path.lastIndexOf("/")))));
}

/**
 * Parents first; links are not followed.
 * @param prefix prepended to the paths
 * @param excluded absolute: a directory that is listed but not entered
 */
function* entriesBelow(directory: string, prefix: string, excluded = ""): Iterable<[string, Entry]> {
  for (const name of orNothing(() => readdirSync(directory)) ?? []) {
    const [path, full] = [prefix + name, join(directory, name)];
    const entry = orNothing(() => entryAt(full));
    if (entry === undefined) continue; // it was removed in the meantime
    yield [path, entry];
    if (entry.kind === "directory" && full !== excluded) yield* entriesBelow(full, `${path}/`, excluded);
  }
}

function entryAt(path: string): Entry {
  const stats = lstatSync(path);
  return { kind: stats.isDirectory() ? "directory" : "other", mode: stats.mode, stamp: stampOf(stats) };
}
