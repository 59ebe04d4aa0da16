// Temporary directories for tests, and the contents of a directory in a form that is easy to compare.
import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Files } from "../packages/zip.ts";

/** What a test context offers, and a `before` hook's caller can fake: `{ after: (clean) => cleanups.push(clean) }`. */
export interface Cleanup {
  after(clean: () => void | Promise<void>): void;
}

/** A new directory with these files, removed after the test. A path that ends in `/` is an empty directory. */
export function createWorkspace(t: Cleanup, files: Files = {}): string {
  // Real path: where the temporary directory is a link (macOS), children would report the other name.
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "azureml-extra-packages-test-")));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  writeFiles(directory, files);
  return directory;
}

export function writeFiles(directory: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const target = join(directory, path);
    mkdirSync(path.endsWith("/") ? target : dirname(target), { recursive: true });
    if (!path.endsWith("/")) writeFileSync(target, content);
  }
}

/** Path → `644 <sha256>`, `link <target>`, and `755 directory` for an empty one; sorted by path. */
export type Tree = Record<string, string>;

export function readTree(directory: string): Tree {
  const tree: Tree = {};
  const paths = readdirSync(directory, { recursive: true, encoding: "utf8" }).sort();
  for (const path of paths) {
    const full = join(directory, path);
    const stat = lstatSync(full);
    const mode = (stat.mode & 0o777).toString(8);
    if (stat.isSymbolicLink()) tree[path] = `link ${readlinkSync(full)}`;
    else if (stat.isFile()) tree[path] = `${mode} ${createHash("sha256").update(readFileSync(full)).digest("hex")}`;
    else if (readdirSync(full).length === 0) tree[path] = `${mode} directory`;
  }
  return tree;
}

/**
 * Paths in `directory` but those that `isAllowed`, once there are none, at the latest after a minute: at a signal, a
 * program that outlives the run removes its temporary directories.
 */
export async function pathsLeft(directory: string, isAllowed: (path: string) => boolean = () => false) {
  const end = performance.now() + 60_000;
  for (;;) {
    const left = readdirSync(directory).filter((path) => !isAllowed(path));
    if (left.length === 0 || performance.now() > end) return left;
    await delay(100);
  }
}

export function compareTrees(before: Tree, after: Tree): { added: string[]; removed: string[]; changed: string[] } {
  const old = Object.keys(before);
  return {
    added: Object.keys(after).filter((path) => !(path in before)),
    removed: old.filter((path) => !(path in after)),
    changed: old.filter((path) => path in after && before[path] !== after[path]),
  };
}
