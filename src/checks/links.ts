import { posix } from "node:path";
import type { Inventory } from "../mount/inventory.ts";
import { ownerOf } from "../mount/inventory.ts";
import { plural } from "../text.ts";
import { type Answer, about, type Check } from "./check.ts";
import { atMost, someOf } from "./many.ts";

/** Is everything in the mount a plain file or directory? */

export const symbolicLink: Check = {
  id: "H5",
  severity: "error",
  title: "a symbolic link",
  explanation:
    "A symbolic link in the mount is absolute, leads out of the mount, in a circle, or to nothing. Links were not followed, and what lies behind them is not proven. Azure's client uploads what a link points to, and resolves relative ones against its own working directory, so in the container the file is missing or another one. A link to a file in the mount is a warning: it works here, and is lost in the upload and in the archive. Replace it by a copy. Never safe to turn off as an error.",
  find: (evidence) => {
    const { inventory } = evidence;
    const links = new Map(
      inventory.oddities.flatMap(({ path, kind, pointsTo }) =>
        kind === "symbolic link" ? [[path, pointsTo ?? ""]] : [],
      ),
    );
    const answers = [...links.keys()].map((path): Answer => {
      const way = follow(path, links, inventory);
      const distribution = ownerOf(path, inventory);
      const answer: Answer = {
        severity: way === "a file of the mount" ? "warning" : "error",
        file: path,
        message: `${path} is a symbolic link to ${way === "a file of the mount" ? links.get(path) : way}.`,
        hint: "Replace it by a copy of what it points to.",
      };
      return distribution ? about(distribution, evidence, answer) : answer;
    });
    return atMost(answers, (count) => ({ message: `${plural(count, "more symbolic link")}.` }));
  },
};

/** More hops than any file system follows. */
const LONGEST_CHAIN = 40;

/** Where a link leads, by the names alone: nothing is followed on disk. */
function follow(start: string, links: ReadonlyMap<string, string>, { files, directories }: Inventory): string {
  let path = start;
  for (let hop = 0; hop < LONGEST_CHAIN; hop++) {
    const link = [...prefixesOf(path)].find((prefix) => links.has(prefix));
    if (link === undefined) return files.has(path) || directories.has(path) ? "a file of the mount" : "nothing";
    const target = links.get(link) ?? "";
    if (/^([/\\]|[A-Za-z]:)/.test(target)) return `${target}, an absolute path`;
    path = posix.normalize(posix.join(posix.dirname(link), target, path.slice(link.length)));
    if (path === ".." || path.startsWith("../")) return `${target}, outside the mount`;
  }
  return "itself, in a circle";
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
