import { posix } from "node:path";
import { STANDARD_LIBRARY_VERSIONS, standardLibrary } from "../../images/contents/standard-library.ts";
import type { Inventory } from "../../mount/inventory/inventory.ts";
import { LONGEST_PATH } from "../../mount/inventory/record.ts";
import type { ScoringImport, ScoringImports } from "../scoring-script.ts";
import type { MountEvidence } from "../subject.ts";
import { importable } from "./modules.ts";

/**
 * Directories of the mount that are meant to be on the path: by a `.pth` file, which does not run, or by the scoring
 * script.
 */

/** The lines of a `.pth` file that can be paths: `site` runs lines that start with `import`, and skips comments. */
export function pathLines(text: string): string[] {
  return text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== "" && line.length <= LONGEST_PATH && !/^(#|import[ \t])/.test(line));
}

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

interface Script extends Pick<MountEvidence, "location" | "inventory" | "target" | "options"> {
  readonly scoring: ScoringImports | undefined;
}

/** The directories of the mount that the scoring script adds to the path. POSIX, relative to the mount. */
export function foldersOfScript(script: Script): string[] {
  const { scoring, location, inventory } = script;
  const mount = `${plain(location.libraryPath)}/`;
  return (scoring?.pathAdditions ?? [])
    .filter(({ line }) => precedesImports(line, script))
    .map(({ path }) => plain(path))
    .filter((path) => path.startsWith(mount))
    .map((path) => path.slice(mount.length))
    .filter((folder) => inventory.directories.has(folder));
}

/**
 * Whether a line of the scoring script comes before every import that could need a directory of the mount: of a
 * package, or of a module in the scoring directory, also in a function. Imports of the standard library do not need
 * one.
 */
function precedesImports(line: number, { scoring, options, inventory, target }: Script): boolean {
  const known = STANDARD_LIBRARY_VERSIONS.includes(target.python);
  const standard = known ? standardLibrary(target.python) : new Set<string>();
  const isStandard = ({ module, local }: ScoringImport) => {
    const name = module.split(".")[0] ?? "";
    return !local && standard.has(name) && importable(name, inventory, target) === undefined;
  };
  const before = scoring?.imports.filter((one) => one.file === options.scoringScript && one.line <= line) ?? [];
  return before.every(isStandard);
}

/** The first of the directories that contains a module. */
export function folderWith(
  module: string,
  folders: readonly string[],
  { inventory, target }: Pick<MountEvidence, "inventory" | "target">,
): string | undefined {
  return folders.find((folder) => importable(`${folder.replaceAll("/", ".")}.${module}`, inventory, target));
}

function plain(path: string): string {
  return posix.normalize(path).replace(/\/$/, "");
}
