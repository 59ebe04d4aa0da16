import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** Deeper modules than these are not what an import of the mount's stumbles over. */
const DEEPEST = 4;

/**
 * Digest of the modules that Python could import from the scoring directory: names and contents of sources, names of
 * compiled ones. The environment directory, in its place or on its way there, is not among them.
 */
export function importableDigest(
  scoringDirectory: string,
  environmentDirectory: string,
  environmentName: string,
): string {
  const digest = createHash("sha256");
  const left = new Set([environmentName, basename(environmentDirectory)]);
  const walk = (folder: string, depth: number) => {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (
        entry.isDirectory() &&
        depth < DEEPEST &&
        /^[A-Za-z_]\w*$/.test(entry.name) &&
        !(depth === 0 && left.has(entry.name))
      ) {
        walk(path, depth + 1);
      } else if (entry.isFile() && /\.(py|so)$/.test(entry.name)) {
        digest.update(`${path.slice(scoringDirectory.length)}\0`);
        if (entry.name.endsWith(".py")) digest.update(readFileSync(path));
      }
    }
  };
  walk(scoringDirectory, 0);
  return digest.digest("hex");
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return []; // not ours to read: then Python cannot import from it either
  }
}
