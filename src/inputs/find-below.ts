import { type Dirent, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { orNothing } from "../util/errors.ts";
import { slashed } from "../util/text.ts";

/** A repository with more directories is not searched to its end. */
const MOST_DIRECTORIES = 5_000;
const DEEPEST = 6;

/**
 * The directory of a repository below which `path` is a directory: with the input `code-directory: scoring`, `ml/scoring`
 * where the step meant its `working-directory` `ml`, which an action cannot see.
 *
 * @param path relative
 * @returns POSIX, relative to the root; `undefined` if there is none, or more than one
 */
export function onlyPathBelow(root: string, path: string): string | undefined {
  const found = pathsBelow(root, path, isDirectory);
  return found?.length === 1 ? found[0] : undefined;
}

/**
 * Every such path below a root, but not directly in it.
 * @returns POSIX, relative to the root; `undefined` if there are too many directories to know
 */
export function pathsBelow(
  root: string,
  path: string,
  isWanted: (path: string) => boolean,
): readonly string[] | undefined {
  let level = [""];
  let seen = 0;
  const found: string[] = [];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    level = level.flatMap((folder) => foldersIn(root, folder));
    seen += level.length;
    if (seen > MOST_DIRECTORIES) return undefined;
    // Below / are files whose status the system does not tell.
    found.push(...level.filter((folder) => orNothing(() => isWanted(join(root, folder, path))) === true));
  }
  return found.map((folder) => slashed(join(folder, path)));
}

function isDirectory(path: string): boolean {
  return orNothing(() => statSync(path).isDirectory()) ?? false;
}

function foldersIn(root: string, folder: string): string[] {
  const entries: Dirent[] = orNothing(() => readdirSync(join(root, folder), { withFileTypes: true })) ?? [];
  return entries
    .filter((entry) => entry.isDirectory() && !isSkipped(join(root, folder), entry.name))
    .map(({ name }) => join(folder, name));
}

/** What no one writes code in: hidden directories, packages of Node, mounts and virtual environments. */
function isSkipped(parent: string, name: string): boolean {
  if (name.startsWith(".") || name === "node_modules" || name === "site-packages") return true;
  const isThere = (entry: string) => existsSync(join(parent, name, entry));
  return isThere("lib") && (isThere("manifest.json") || isThere("pyvenv.cfg"));
}
