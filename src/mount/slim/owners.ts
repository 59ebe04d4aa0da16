import { readdirSync } from "node:fs";
import { join } from "node:path";
import { nameOfDistribution, readIfThere } from "../installed-metadata.ts";
import { parseRecord } from "../inventory/record.ts";

/** Normalised names of distributions by the paths in their RECORD. */
export function recordedOwners(root: string): Map<string, string> {
  const owners = new Map<string, string>();
  for (const directory of readdirSync(root).filter((name) => name.endsWith(".dist-info"))) {
    const name = nameOfDistribution(join(root, directory));
    const rows = parseRecord(readIfThere(join(root, directory, "RECORD")) ?? "") ?? [];
    for (const { path } of rows) if (!owners.has(path)) owners.set(path, name);
  }
  return owners;
}
