import { posix } from "node:path";
import type { Inventory } from "../mount/inventory.ts";
import { ownerOf } from "../mount/inventory.ts";
import type { MountFile } from "../mount/reader.ts";
import { plural } from "../text.ts";
import { type Answer, about, type Check } from "./check.ts";
import { atMost, someOf } from "./many.ts";

/** Is everything in the mount a plain file or directory? */

export const symbolicLink: Check = {
  id: "H5",
  severity: "error",
  title: "a symbolic link",
  explanation:
    "A symbolic link in the mount is absolute, leads out of the mount, in a circle, or to nothing. What such a link leads to is not verified. Azure's client uploads what a link points to, and resolves relative ones against its own working directory, so in the container the file is missing or another one. A link to a file in the mount is a warning (R2 compares what it leads to): it works here, and is lost in the upload and in the archive. Replace it by a copy. Never safe to turn off as an error.",
  find: (evidence) => {
    const { inventory } = evidence;
    const links = linksIn(inventory);
    const answers = [...links.keys()].map((path): Answer => {
      const { inside, astray } = follow(path, links, inventory);
      const distribution = ownerOf(path, inventory);
      const answer: Answer = {
        severity: inside === undefined ? "error" : "warning",
        file: path,
        message: `${path} is a symbolic link to ${astray ?? links.get(path)}.`,
        hint: "Replace it by a copy of what it points to.",
      };
      return distribution ? about(distribution, evidence, answer) : answer;
    });
    return atMost(answers, (count) => ({ message: `${plural(count, "more symbolic link")}.` }));
  },
};

/** More hops than any file system follows. */
const LONGEST_CHAIN = 40;

/** Each row of each RECORD may ask. */
const known = new WeakMap<Inventory["oddities"], ReadonlyMap<string, string>>();

/** Where each symbolic link points, as it is written. */
function linksIn({ oddities }: Inventory): ReadonlyMap<string, string> {
  const before = known.get(oddities);
  if (before !== undefined) return before;
  const links = oddities.filter(({ kind }) => kind === "symbolic link");
  const found = new Map(links.map(({ path, pointsTo }) => [path, pointsTo ?? ""]));
  known.set(oddities, found);
  return found;
}

/** Where a path leads: to another path of the mount, or to what a message says. */
type Way = { readonly inside: string; readonly astray?: never } | { readonly inside?: never; readonly astray: string };

/** By the names alone: nothing is followed on disk. */
function follow(start: string, links: ReadonlyMap<string, string>, { files, directories }: Inventory): Way {
  let path = start;
  for (let hop = 0; hop < LONGEST_CHAIN; hop++) {
    const link = [...prefixesOf(path)].find((prefix) => links.has(prefix));
    if (link === undefined) return files.has(path) || directories.has(path) ? { inside: path } : { astray: "nothing" };
    const target = links.get(link) ?? "";
    if (/^([/\\]|[A-Za-z]:)/.test(target)) return { astray: `${target}, an absolute path` };
    path = posix.normalize(posix.join(posix.dirname(link), target, path.slice(link.length)));
    if (path === ".." || path.startsWith("../")) return { astray: `${target}, outside the mount` };
  }
  return { astray: "itself, in a circle" };
}

/** The file of the mount that a path leads to, over symbolic links that stay in the mount. */
export function fileAt(path: string, inventory: Inventory): MountFile | undefined {
  const { files, oddities } = inventory;
  if (files.has(path) || oddities.length === 0) return files.get(path);
  return files.get(follow(path, linksIn(inventory), inventory).inside ?? "");
}

/** `a`, `a/b`, `a/b/c`. */
function* prefixesOf(path: string): Iterable<string> {
  for (let slash = path.indexOf("/"); slash > 0; slash = path.indexOf("/", slash + 1)) yield path.slice(0, slash);
  yield path;
}

export const hardLink: Check = {
  id: "H6",
  severity: "warning",
  title: "files share their bytes with files elsewhere",
  explanation:
    "Files of the mount are hard links, as uv makes them from its cache by default and some caches from theirs: the same bytes under another name. Whoever edits the other name changes the mount after it was proven, and the other way round. The container gets plain files and works. Copy the mount, or install with UV_LINK_MODE=copy, as this tool does. Safe to turn off where the mount is packed at once.",
  *find({ inventory }) {
    const linked = [...inventory.files.values()].filter(({ links }) => links > 1).map(({ path }) => path);
    if (linked.length === 0) return;
    yield {
      file: linked[0],
      message: `${plural(linked.length, "file")} of the mount ${linked.length === 1 ? "is a hard link" : "are hard links"}: ${someOf(linked)}.`,
      hint: "Copy the mount, or install with UV_LINK_MODE=copy.",
    };
  },
};

export const specialFile: Check = {
  id: "H7",
  severity: "error",
  title: "a device, socket or pipe",
  explanation:
    "The mount holds something that is neither a file nor a directory. It was not opened. No installer makes such a thing, no archive or upload carries it, and opening a pipe can hang the container's start for ever. Remove it, and find out who put it there. Never safe to turn off.",
  find: ({ inventory }) =>
    inventory.oddities
      .filter(({ kind }) => kind === "device, socket or pipe")
      .map(({ path }) => ({
        file: path,
        message: `${path} is a device, a socket or a pipe.`,
        hint: "Remove it.",
      })),
};
