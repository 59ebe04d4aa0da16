import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { isSystemError } from "../../util/errors.ts";

/** Something in the mount that is not a plain readable file or directory. */
export interface Oddity {
  readonly path: string;
  readonly kind: "symbolic link" | "device, socket or pipe" | "name that is not UTF-8" | "unreadable";
  /** Target of a symbolic link, as written. */
  readonly pointsTo?: string;
}

/** Contents of a directory tree, before any file is opened. */
export interface Tree {
  /** Paths of the regular files, unsorted. */
  readonly files: string[];
  /** Permission bits by path; the root is not among them. */
  readonly directories: Map<string, number>;
  readonly oddities: Oddity[];
}

/** Walks a directory without following links. */
export function walkTree(root: string): Tree {
  const tree: Tree = { files: [], directories: new Map(), oddities: [] };
  walk(root, "", tree);
  return tree;
}

function walk(root: string, folder: string, tree: Tree): void {
  for (const entry of entriesOf(root, folder, tree)) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.includes("\ufffd")) tree.oddities.push({ path, kind: "name that is not UTF-8" });
    else if (entry.isFile()) tree.files.push(path);
    else if (entry.isDirectory()) {
      tree.directories.set(path, modeOf(join(root, path)));
      walk(root, path, tree);
    } else if (entry.isSymbolicLink()) tree.oddities.push(linkAt(root, path));
    else tree.oddities.push({ path, kind: "device, socket or pipe" });
  }
}

function entriesOf(root: string, folder: string, { oddities }: Tree) {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    const isAbsent = folder === "" && isSystemError(error, "ENOENT"); // nothing was installed
    if (!isAbsent) oddities.push({ path: folder, kind: "unreadable" });
    return [];
  }
}

function modeOf(path: string): number {
  try {
    return lstatSync(path).mode & 0o7777;
  } catch {
    return 0; // removed or not accessible: reading it reports that
  }
}

function linkAt(root: string, path: string): Oddity {
  try {
    return { path, kind: "symbolic link", pointsTo: readlinkSync(join(root, path)) };
  } catch {
    return { path, kind: "symbolic link" };
  }
}
