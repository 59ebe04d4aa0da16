import { posix } from "node:path";
import type { Inventory } from "../mount/inventory.ts";
import type { Evidence } from "./check.ts";
import { pathLines } from "./editables.ts";
import { importable } from "./importable.ts";

/** Directories of the mount that are to be on the path themselves: by a `.pth` file, which does not run, or by the scoring script. */

/** The `.pth` files of the mount, each with its text. */
export function pathFiles({ texts }: Inventory): [string, string][] {
  return [...texts].filter(([path]) => /^[^/]+\.pth$/.test(path));
}

/** The directories of the mount that the text of a `.pth` file names. POSIX, relative to the mount. */
export function foldersNamedBy(text: string, { directories }: Inventory): string[] {
  return pathLines(text)
    .map((line) => plain(line.trim().replaceAll("\\", "/")))
    .filter((folder) => folder !== "." && directories.has(folder));
}

export function foldersOfPathFiles(inventory: Inventory): string[] {
  return pathFiles(inventory).flatMap(([, text]) => foldersNamedBy(text, inventory));
}

/** The directories of the mount that the scoring script puts on the path. POSIX, relative to the mount. */
export function foldersOfScript({ scoring, location, inventory }: Evidence): string[] {
  const mount = posix.normalize(`/${location.libraryPath}/`);
  return (scoring?.pathAdditions ?? [])
    .map((text) => plain(`/${text}`))
    .filter((path) => path.includes(mount))
    .map((path) => path.slice(path.indexOf(mount) + mount.length))
    .filter((folder) => inventory.directories.has(folder));
}

/** The first of some directories that a module lies in. */
export function folderWith(
  module: string,
  folders: readonly string[],
  { inventory, target }: Pick<Evidence, "inventory" | "target">,
): string | undefined {
  return folders.find((folder) => importable(`${folder.replaceAll("/", ".")}.${module}`, inventory, target));
}

function plain(path: string): string {
  return posix.normalize(path).replace(/\/$/, "");
}
