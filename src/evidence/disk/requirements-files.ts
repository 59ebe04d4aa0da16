import type { Options } from "../../inputs/options.ts";
import type { Manifest } from "../../mount/manifest/manifest.ts";
import { hasSameRequirements } from "../../mount/provenance.ts";

/** The requirements files of a manifest whose requirements in this checkout differ from those of the build. */
export function changedRequirements(manifest: Manifest | undefined, options: Options): string[] {
  const listed = manifest?.requirementsFiles ?? [];
  return listed.filter((one) => hasSameRequirements(one, options) === false).map(({ path }) => path);
}
