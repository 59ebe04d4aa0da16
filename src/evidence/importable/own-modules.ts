import { type Dirent, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { Options } from "../../inputs/options.ts";
import { slashed } from "../../util/text.ts";
import type { ScoringImports } from "../scoring-script.ts";

/** Modules that the scoring script imports and that are in the repository, but where the container does not look. */

const DEEPEST = 4;
const MOST_DIRECTORIES = 2000;
/** They contain what installers and other tools wrote. */
const SKIPPED = /^(\..*|__pycache__|node_modules|site-packages|dist-packages|venv|env|build|dist)$/;

/** By top-level name, the file or package of the workspace, POSIX and relative to it. */
export function findOwnModules(scoring: ScoringImports, options: Options): Readonly<Record<string, string>> {
  const names = new Set(
    scoring.imports.filter(({ local }) => !local).flatMap(({ module }) => module.split(".", 1)[0] || []),
  );
  const found = new Map<string, string>();
  if (names.size === 0) return {};
  const mount = join(options.mountParent, options.environmentName);
  let level = [options.workspace];
  let left = MOST_DIRECTORIES;
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    const below: string[] = [];
    for (const directory of level.slice(0, left)) {
      left -= 1;
      for (const entry of entriesOf(directory)) {
        const path = join(directory, entry.name);
        if (entry.isDirectory() && !SKIPPED.test(entry.name) && path !== mount) below.push(path);
        const name = moduleIn(entry, path);
        if (name !== undefined && names.has(name) && !found.has(name))
          found.set(name, slashed(relative(options.workspace, path)));
      }
    }
    level = below;
  }
  return Object.fromEntries(found);
}

function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return []; // what cannot be read is not imported from here either
  }
}

/** The module that a file or a package is. */
function moduleIn(entry: Dirent, path: string): string | undefined {
  if (!entry.isDirectory()) return /^([A-Za-z_]\w*)\.py$/.exec(entry.name)?.[1];
  return entriesOf(path).some(({ name }) => name === "__init__.py") ? entry.name : undefined;
}
