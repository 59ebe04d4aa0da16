import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { orNothing } from "../errors.ts";
import type { Inventory } from "./inventory.ts";
import { Reader } from "./reader.ts";

/**
 * What became of a mount and its environment directory since the snapshot. Paths are POSIX, relative to the mount: the
 * manifest is `../../../manifest.json`.
 */
export interface Interference {
  /** Files and directories with other bytes, permissions or another kind than before. */
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
 * Remembers every entry of a mount and of the environment directory that is placed with it, so that foreign code cannot
 * change them unnoticed. The time of the last change (ctime) is the kernel's own and cannot be set back, unlike that of
 * the last modification.
 */
export class Snapshot {
  readonly #inventory: Inventory;
  readonly #environmentDirectory: string;
  readonly #before: ReadonlyMap<string, Entry>;

  /** @param environmentDirectory absolute; the mount lies below it */
  constructor(inventory: Inventory, environmentDirectory: string) {
    this.#inventory = inventory;
    this.#environmentDirectory = environmentDirectory;
    this.#before = this.#entries();
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

  /** Compares, hashes what may be other than before, and removes what was added. */
  compare(): Interference {
    const after = this.#entries();
    const known = [...this.#before];
    // Where a link has taken the place of a directory, what lies behind it is not ours to remove.
    const replaced = known.filter(([path, { kind }]) => kind !== (after.get(path)?.kind ?? kind)).map(pathOf);
    if (replaced.length > 0) return { changed: topmost(replaced), removed: [], added: [] };
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

/**
 * Parents first; no link is followed.
 * @param prefix of the paths
 * @param closed absolute: a directory that is named, and not entered
 */
function* entriesBelow(directory: string, prefix: string, closed = ""): Iterable<[string, Entry]> {
  for (const name of orNothing(() => readdirSync(directory)) ?? []) {
    const [path, full] = [prefix + name, join(directory, name)];
    const entry = orNothing(() => entryAt(full));
    if (entry === undefined) continue; // it went meanwhile
    yield [path, entry];
    if (entry.kind === "directory" && full !== closed) yield* entriesBelow(full, `${path}/`, closed);
  }
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
