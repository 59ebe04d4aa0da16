import type { Location } from "../plan/location.ts";
import type { Inventory } from "./inventory/inventory.ts";
import type { Manifest, ManifestRequirement } from "./manifest/manifest.ts";
import type { Origin, RequirementsDigest } from "./provenance.ts";
import type { RemovedByStaging } from "./stage.ts";

/** A directory of packages that was built, restored, or already there. */
export interface Mount {
  readonly location: Location;
  readonly inventory: Inventory;
  readonly requirements: readonly ManifestRequirement[];
  readonly removedByStaging: RemovedByStaging;
  readonly manifest: Manifest | undefined;
  /** Absent for a mount that was already there. */
  readonly build: BuildFacts | undefined;
  /** Where a restored mount comes from; absent if this was not recorded. */
  readonly origin?: Origin | undefined;
}

/** Facts that only the build knows. */
export interface BuildFacts {
  readonly installer: { readonly name: string; readonly version: string; readonly reason: string };
  /** `pip freeze --all`, line by line. */
  readonly freeze: readonly string[];
  /** Entries of the build environment's `sys.path` outside the standard library and its own site-packages. */
  readonly foreignPath: readonly string[];
  readonly systemSitePackages: boolean;
  /** Inherited environment variables that were not passed on. */
  readonly leftOut: readonly string[];
  readonly requirementsFiles: readonly RequirementsDigest[];
  /** Normalised names of the distributions that the installer built from an sdist, a repository or a directory. */
  readonly fromSource: readonly string[];
  /** Normalised names of distributions whose release has been yanked from the index. */
  readonly yanked: readonly string[];
  /** A requirements file with exact versions and hashes, from what was installed. */
  readonly lock: string;
}
