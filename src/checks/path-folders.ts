import { posix } from "node:path";
import type { Inventory } from "../mount/inventory.ts";
import { STANDARD_LIBRARY_VERSIONS, standardLibrary } from "../target/stdlib.ts";
import type { Evidence } from "./check.ts";
import { pathLines } from "./editables.ts";
import { importable } from "./importable.ts";
import type { ScoringImport } from "./scoring-probe.ts";

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

type Script = Pick<Evidence, "scoring" | "location" | "inventory" | "target" | "options">;

/** The directories of the mount that the scoring script puts on the path. POSIX, relative to the mount. */
export function foldersOfScript(script: Script): string[] {
  const { scoring, location, inventory } = script;
  const mount = `${plain(location.libraryPath)}/`;
  return (scoring?.pathAdditions ?? [])
    .filter(({ line }) => comesInTime(line, script))
    .map(({ path }) => plain(path))
    .filter((path) => path.startsWith(mount))
    .map((path) => path.slice(mount.length))
    .filter((folder) => inventory.directories.has(folder));
}

/**
 * Whether a line of the scoring script comes before everything that could need a directory of the mount: any package,
 * any module beside the script, and a function that imports one and may be called. The standard library needs none.
 */
function comesInTime(line: number, { scoring, options, inventory, target }: Script): boolean {
  const known = STANDARD_LIBRARY_VERSIONS.includes(target.python);
  const standard = known ? standardLibrary(target.python) : new Set<string>();
  const isStandard = ({ module, local }: ScoringImport) => {
    const name = module.split(".")[0] ?? "";
    return !local && standard.has(name) && importable(name, inventory, target) === undefined;
  };
  const before = scoring?.imports.filter((one) => one.file === options.scoringScript && one.line <= line) ?? [];
  return before.every(isStandard);
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
