import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { orNothing } from "../errors.ts";
import type { Inventory } from "./inventory.ts";
import { Reader } from "./reader.ts";

/** What became of a mount since its snapshot. Paths are POSIX, relative to the mount. */
export interface Interference {
  /** Files with other bytes, permissions or another kind than before. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Files and directories; of a new directory, only itself. They have been removed again. */
  readonly added: readonly string[];
}

interface Entry {
  readonly kind: "directory" | "other";
  readonly mode: number;
  /** Everything that a change of the content changes with it. */
  readonly stamp: string;
}

/**
 * Remembers every entry of a mount, so that foreign code cannot change it unnoticed. The time of the last change (ctime)
 * is the kernel's own and cannot be set back, unlike that of the last modification.
 */
export class Snapshot {
  readonly #inventory: Inventory;
  readonly #before: ReadonlyMap<string, Entry>;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.#before = entriesOf(inventory.root);
  }

  /** Compares, hashes what may be other than before, and removes what was added. */
  compare(): Interference {
    const after = entriesOf(this.#inventory.root);
    const known = [...this.#before];
    const reader = new Reader(this.#inventory.root);
    const added = topmost([...after.keys()].filter((path) => !this.#before.has(path)));
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
    if (after.kind === "directory") return false; // its time changes with what is made in it
    const file = this.#inventory.files.get(path);
    return file === undefined || reader.read(path, () => {})?.sha256 !== file.sha256;
  }
}

function pathOf([path]: readonly [string, Entry]): string {
  return path;
}

/** Without those that lie below another one; the paths come parents first. */
function topmost(paths: readonly string[]): string[] {
  const all = new Set(paths);
  return paths.filter((path) => !all.has(path.slice(0, Math.max(0, path.lastIndexOf("/")))));
}

function entriesOf(root: string): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const walk = (folder: string): void => {
    for (const name of orNothing(() => readdirSync(join(root, folder))) ?? []) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const entry = orNothing(() => entryAt(join(root, path)));
      if (entry === undefined) continue; // it went meanwhile
      entries.set(path, entry);
      if (entry.kind === "directory") walk(path);
    }
  };
  walk("");
  return entries;
}

function entryAt(path: string): Entry {
  const stats = lstatSync(path);
  const { size, mode, ino, ctimeMs } = stats;
  return {
    kind: stats.isDirectory() ? "directory" : "other",
    mode,
    stamp: [size, mode, ino, ctimeMs].join(" "),
  };
}
