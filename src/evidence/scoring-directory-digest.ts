import { createHash } from "node:crypto";
import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { orNothing } from "../util/errors.ts";

/** Modules below this depth are unlikely to affect the imports of the mount. */
const DEEPEST = 4;

/**
 * Digest of the modules that Python could import from the scoring directory: names and contents of sources, names of
 * compiled modules. The environment directory is left out, both in place and before it is placed.
 * @param isExcluded whether the upload leaves out a file, so that a container does not have it
 */
export function digestOfImportable(
  scoringDirectory: string,
  environmentDirectory: string,
  environmentName: string,
  isExcluded: (directory: string, name: string) => boolean,
): string {
  const digest = createHash("sha256");
  const excluded = new Set([environmentName, basename(environmentDirectory)]);
  const walk = (folder: string, depth: number) => {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      const kind = kindOf(entry, path);
      if (
        kind?.isDirectory() &&
        depth < DEEPEST &&
        /^[A-Za-z_]\w*$/.test(entry.name) &&
        !(depth === 0 && excluded.has(entry.name))
      ) {
        walk(path, depth + 1);
      } else if (kind?.isFile() && /\.(py|so)$/.test(entry.name)) {
        digest.update(`${path.slice(scoringDirectory.length)}\0${isExcluded(folder, entry.name) ? "\0" : ""}`);
        if (entry.name.endsWith(".py")) digest.update(readFileSync(path));
      }
    }
  };
  walk(scoringDirectory, 0);
  return digest.digest("hex");
}

/** Of what a link leads to, which is uploaded in its place; `undefined` if it leads nowhere. */
function kindOf(entry: Dirent, path: string): Pick<Dirent, "isFile" | "isDirectory"> | undefined {
  return entry.isSymbolicLink() ? orNothing(() => statSync(path)) : entry;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return []; // not readable: then Python cannot import from it either
  }
}
