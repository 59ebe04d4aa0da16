import { writeFileSync } from "node:fs";
import type { Location } from "../../plan/location.ts";
import { manifestOf } from "../../plan/location.ts";
import type { Plan } from "../../plan/plan.ts";
import { digestRequirements } from "../provenance.ts";
import type { RemovedByStaging } from "../stage.ts";
import { formatManifest, type Manifest } from "./manifest.ts";
import { portableRequirements } from "./portable-requirements.ts";

/**
 * The manifest of a cache entry with the paths of this plan, which the cache key does not contain: another code directory
 * with the same requirements may have made the entry.
 */
export function relocated(manifest: Manifest, plan: Plan, removedByStaging: RemovedByStaging): Manifest {
  const paths = plan.requirements.files.map(({ path }) => path);
  return {
    ...manifest,
    libraryPath: plan.location.libraryPath,
    requirements: portableRequirements(plan, removedByStaging),
    requirementsFiles: digestRequirements(paths, plan.options),
  };
}

/** Writes `after` to where the mount is unpacked, unless it says the same as `before`. Returns whether it did. */
export function rewriteManifest(before: Manifest, after: Manifest, unpacked: Location): boolean {
  const text = formatManifest(after);
  if (text === formatManifest(before)) return false;
  writeFileSync(manifestOf(unpacked), text);
  return true;
}
