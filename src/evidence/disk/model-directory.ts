import { existsSync, readdirSync } from "node:fs";
import { basename, join, sep } from "node:path";
import type { Options } from "../../inputs/options.ts";
import type { Location } from "../../plan/location.ts";

/** An entry of the model directory that belongs in the code directory. */
export interface ModelEntry {
  /** Absolute. */
  readonly path: string;
  /** What it is, such as `the scoring script`. */
  readonly what: string;
}

/** Deeper levels, and entries beyond this number, are not searched: they are taken to belong to the model. */
const DEEPEST = 4;
const MOST_ENTRIES = 10_000;

export function findMisplacedInModel(options: Options, location: Location): ModelEntry[] {
  const { modelDirectory } = options;
  if (modelDirectory === "" || !existsSync(modelDirectory)) return [];
  return [...entriesBelow(modelDirectory, 0)].flatMap((path) => {
    const what = whatItIs(path, options, location);
    return what === undefined ? [] : [{ path, what }];
  });
}

function* entriesBelow(directory: string, depth: number): Generator<string> {
  const entries = readdirSync(directory, { withFileTypes: true }).slice(0, MOST_ENTRIES);
  const isMlflow = entries.some(({ name }) => name === "MLmodel");
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (!entry.isDirectory()) {
      if (!isMlflow) yield path;
    } else {
      yield path;
      if (depth < DEEPEST && entry.name !== "site-packages") yield* entriesBelow(path, depth + 1);
    }
  }
}

function whatItIs(path: string, options: Options, location: Location): string | undefined {
  const { scoringScript, mountParent, environmentName, requirementsFiles } = options;
  const environment = join(mountParent, environmentName);
  if (path === scoringScript) return "the scoring script";
  if (path === environment || path === location.environmentDirectory) return "the mount";
  if (path.startsWith(environment + sep)) return undefined; // the environment directory itself is reported
  if (basename(path) === "site-packages") return "a directory of packages";
  if (basename(path) === basename(scoringScript)) return "a file with the scoring script's name";
  const isRequirements = requirementsFiles.includes(path) || /^requirements[^/\\]*\.txt$/i.test(basename(path));
  return isRequirements ? "a requirements file" : undefined;
}
