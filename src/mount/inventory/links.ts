import { posix } from "node:path";
import type { Inventory } from "./inventory.ts";
import type { MountFile } from "./reader.ts";

/** Resolves the symbolic links of a mount by their targets alone; no link is followed on disk. */

/** As many links as Linux follows in one path. */
const LONGEST_CHAIN = 40;

type Followable = Pick<Inventory, "links" | "files" | "directories">;

/** Where a path leads: to another path of the mount, or elsewhere, in words for a message. */
export type LinkEnd =
  | { readonly inside: string; readonly unresolved?: never }
  | { readonly inside?: never; readonly unresolved: string };

export function followLink(start: string, { links, files, directories }: Followable): LinkEnd {
  let path = start;
  for (let hop = 0; hop < LONGEST_CHAIN; hop++) {
    const link = [...prefixesOf(path)].find((prefix) => links.has(prefix));
    if (link === undefined)
      return files.has(path) || directories.has(path) ? { inside: path } : { unresolved: "nothing" };
    const target = links.get(link) ?? "";
    if (/^([/\\]|[A-Za-z]:)/.test(target)) return { unresolved: `${target}, an absolute path` };
    path = posix.normalize(posix.join(posix.dirname(link), target, path.slice(link.length)));
    if (path === ".." || path.startsWith("../")) return { unresolved: `${target}, outside the mount` };
  }
  return { unresolved: "itself, in a circle" };
}

/** The file of the mount that a path leads to, through symbolic links that stay in the mount. */
export function fileAt(path: string, inventory: Followable): MountFile | undefined {
  const { files, links } = inventory;
  if (files.has(path) || links.size === 0) return files.get(path);
  return files.get(followLink(path, inventory).inside ?? "");
}

/** `a`, `a/b`, `a/b/c`. */
function* prefixesOf(path: string): Iterable<string> {
  for (let slash = path.indexOf("/"); slash > 0; slash = path.indexOf("/", slash + 1)) yield path.slice(0, slash);
  yield path;
}
