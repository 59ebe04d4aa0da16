import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { byteOrder } from "../../util/text.ts";
import { type Reference, type References, referencesIn } from "./references.ts";

/** Deeper directories, and sources after the first so many, are seldom imported from the scoring directory. */
const DEEPEST = 6;
const MOST_SOURCES = 5000;
/** Bytes; longer sources are generated data. */
const LONGEST_SOURCE = 4 * 2 ** 20;

/** Names of directories and stubs in the scoring directory itself. */
const OWN: ReadonlySet<Reference["kind"]> = new Set(["name", "directory", "stub"]);

/**
 * What the Python sources of the scoring directory name, without doubles; the environment directory is left out. The result
 * does not depend on where the sources are: it is part of the cache key.
 * @param scoringDirectory absolute
 */
export function scoringReferences(scoringDirectory: string, environmentDirectory: string): References[] {
  const found = new Map<string, References>();
  for (const path of sourcesIn(scoringDirectory, environmentDirectory)) {
    const { references, roots } = referencesIn(readFileSync(path, "latin1"));
    const foreign = references.filter(({ kind, name }) => !OWN.has(kind) && !name.startsWith("."));
    const one = { references: foreign, roots };
    if (foreign.length > 0) found.set(JSON.stringify(one), one);
  }
  return [...found].sort(([a], [b]) => byteOrder(a, b)).map(([, one]) => one);
}

function sourcesIn(root: string, environmentDirectory: string): string[] {
  const sources: string[] = [];
  const walk = (folder: string, depth: number) => {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && /^[A-Za-z_]\w*$/.test(entry.name)) {
        if (depth < DEEPEST && path !== environmentDirectory) walk(path, depth + 1);
      } else if (entry.isFile() && entry.name.endsWith(".py") && sources.length < MOST_SOURCES) {
        if (statSync(path).size <= LONGEST_SOURCE) sources.push(path);
      }
    }
  };
  walk(root, 0);
  return sources;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => byteOrder(a.name, b.name));
  } catch {
    return []; // not readable: then Python cannot import from it either
  }
}
