import type { Inventory } from "./inventory.ts";
import type { Location } from "./location.ts";
import type { Manifest, ManifestRequirement } from "./manifest.ts";
import type { Origin, RequirementsDigest } from "./provenance.ts";
import type { StagedAway } from "./stage.ts";

/** A directory of packages, built, restored, or found in its place. */
export interface Mount {
  readonly location: Location;
  readonly inventory: Inventory;
  readonly requirements: readonly ManifestRequirement[];
  readonly stagedAway: StagedAway;
  readonly manifest: Manifest | undefined;
  /** Absent for a mount that was only found. */
  readonly build: BuildFacts | undefined;
  /** Where a restored mount comes from; absent where nobody wrote it down. */
  readonly origin?: Origin | undefined;
}

/** What only the build knows. */
export interface BuildFacts {
  readonly installer: { readonly name: string; readonly version: string; readonly reason: string };
  /** `pip freeze --all`, line by line. */
  readonly freeze: readonly string[];
  /** What of the build environment's `sys.path` lies outside the standard library and its own site-packages. */
  readonly foreignPath: readonly string[];
  readonly systemSitePackages: boolean;
  /** Inherited variables that were kept out. */
  readonly leftOut: readonly string[];
  readonly requirementsFiles: readonly RequirementsDigest[];
  /** Normalised names of what the installer built from a source distribution, a repository or a directory. */
  readonly fromSource: readonly string[];
  /** Normalised names of releases that their index has withdrawn. */
  readonly yanked: readonly string[];
  /** A requirements file with exact versions and hashes, from what was installed. */
  readonly lock: string;
}
