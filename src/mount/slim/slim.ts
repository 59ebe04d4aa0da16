import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { References } from "../../python/references/references.ts";
import { byteOrder } from "../../util/text.ts";
import { listFiles } from "../inventory/inventory.ts";
import { type Candidate, candidatesAmong } from "./candidates.ts";
import { type LeftOut, summarise } from "./left-out.ts";
import { recordedOwners } from "./owners.ts";
import { type Kept, Unreachable } from "./unreachable.ts";

export type SlimSetting = "on" | "stubs";

/** What was removed from an installed site-packages. */
export interface Slimmed {
  readonly leftOut: LeftOut;
  /** POSIX, relative to the site-packages. */
  readonly paths: ReadonlySet<string>;
  readonly kept: readonly Kept[];
}

/**
 * Removes what no import reaches from an installed site-packages, before it is compiled. What is removed depends only on the
 * files there, and on what the code outside names.
 * @param root absolute
 * @param outside what the code in the scoring directory names
 */
export async function slim(root: string, setting: SlimSetting, outside: readonly References[]): Promise<Slimmed> {
  const files = listFiles(root)
    .sort(byteOrder)
    .map((path) => ({ path, size: statSync(join(root, path)).size }));
  const owners = recordedOwners(root);
  const unreachable = new Unreachable(root, files, candidatesAmong(files, setting === "stubs"));
  unreachable.nameFromOutside(outside);
  await unreachable.read();
  keepWholeDistributions(unreachable, owners);
  await unreachable.read();
  const { candidates, kept } = unreachable;
  const paths = new Set(candidates.flatMap((candidate) => candidate.files.map(({ path }) => path)));
  for (const path of paths) rmSync(join(root, path));
  return { leftOut: summarise(setting, candidates, owners), paths, kept };
}

/** A distribution of which no module would remain is what its requirement asks for. */
function keepWholeDistributions(unreachable: Unreachable, owners: ReadonlyMap<string, string>): void {
  const { candidates } = unreachable;
  const leaving = new Map<string, Candidate>();
  for (const one of candidates) for (const { path } of one.files) leaving.set(path, one);
  const staying = new Set<string>();
  for (const [path, name] of owners) if (isModule(path) && !leaving.has(path)) staying.add(name);
  for (const [path, one] of leaving) {
    const owner = owners.get(path);
    if (owner !== undefined && isModule(path) && !staying.has(owner)) unreachable.keep(one, undefined);
  }
}

function isModule(path: string): boolean {
  return /\.(py|so)$/.test(path);
}
