import type { Distribution } from "../mount/distribution.ts";
import type { Inventory } from "../mount/inventory.ts";
import type { Location } from "../mount/location.ts";
import type { Manifest, ManifestRequirement } from "../mount/manifest.ts";
import type { BuildFacts } from "../mount/mount.ts";
import type { Origin } from "../mount/provenance.ts";
import type { Interference } from "../mount/snapshot.ts";
import type { StagedAway } from "../mount/stage.ts";
import type { Upload } from "../mount/upload/upload.ts";
import type { Options } from "../options/options.ts";
import { own } from "../own.ts";
import type { Target } from "../target/target.ts";
import type { Closure } from "./closure-probe.ts";
import type { ImportFailure } from "./import-probe.ts";
import type { LoadedFiles } from "./loaded.ts";
import type { Rehearsal } from "./prototype.ts";
import type { ScoringImports } from "./scoring-probe.ts";
import type { ServerAnswer } from "./server-probe.ts";
import type { SharedSources } from "./shared-sources.ts";
import type { SmokeTest } from "./smoke.ts";
import type { NewestWheels } from "./wheel-probe.ts";

export type Severity = "error" | "warning" | "notice";

/** One answer that is not fine. */
export interface Finding {
  /** Id of the check. */
  readonly check: string;
  readonly severity: Severity;
  readonly message: string;
  /** Normalised name. */
  readonly distribution?: string | undefined;
  /** POSIX, relative to the mount. */
  readonly file?: string | undefined;
  /** Where it stands, when that is neither in the mount nor in a requirements file. */
  readonly place?: SourcePlace | undefined;
  /** The requirement that brought the distribution in. */
  readonly requirement?: ManifestRequirement | undefined;
  /** What to do. */
  readonly hint?: string | undefined;
}

/** A line of the user's own code. */
export interface SourcePlace {
  /** Absolute. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A finding as a check makes it: the check adds its id and its default severity. */
export type Answer = Omit<Finding, "check" | "severity"> & { readonly severity?: Severity };

/** What the container's own Python says of the mount; absent where there is no interpreter of the target. */
export interface ContainerView {
  readonly searchPath: readonly string[];
  readonly distributions: readonly (readonly [name: string, version: string])[];
  readonly importFailures: readonly ImportFailure[];
  /** Asked only of distributions whose compiled files have a problem in the image. */
  readonly loaded?: LoadedFiles;
  /** Why Python does not even come so far as to list anything; then nothing else was tried. */
  readonly startFailure?: string;
}

/** Everything the checks may ask. Gathered once; a check itself only looks. */
export interface Evidence {
  readonly options: Options;
  readonly target: Target;
  readonly location: Location;
  readonly inventory: Inventory;
  readonly requirements: readonly ManifestRequirement[];
  readonly stagedAway: StagedAway;
  /** What the deployment client does with the code directory. */
  readonly upload: Upload;
  /** The manifest to compare with; absent for a mount that is just being built, or that has none. */
  readonly manifest: Manifest | undefined;
  readonly build: BuildFacts | undefined;
  /** Where a restored mount comes from; absent where nobody wrote it down. */
  readonly origin?: Origin | undefined;
  readonly closure: Closure | undefined;
  readonly container: ContainerView | undefined;
  /** What the server's requirements say of the mount's packages; absent where no Python could be asked. */
  readonly server: ServerAnswer | undefined;
  /** What code of the packages did to the mount while it ran; absent where none was run. */
  readonly interference?: Interference | undefined;
  /** The runner's command files, by their variables, that other programs than ours had written to. */
  readonly commandFiles?: readonly string[] | undefined;
  /** What the scoring script imports; absent where no Python could be asked. */
  readonly scoring: ScoringImports | undefined;
  /** What Python compiles of modules that several distributions own; absent where no Python could be asked. */
  readonly sharedSources?: SharedSources | undefined;
  /** What the index has for distributions that need a newer system than the image's; absent where it was not asked. */
  readonly newestWheels?: NewestWheels | undefined;
  /** What became of installing as the image would; only in mode `dynamic`. */
  readonly rehearsal?: Rehearsal | undefined;
  /** What became of the sample request; absent where none was tried, or not yet. */
  readonly smoke?: SmokeTest | undefined;
}

/** One question asked of a mount, with everything about it in one place. */
export interface Check {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** What happens in the container, how to fix it, when it is safe to turn off. */
  readonly explanation: string;
  readonly find: (evidence: Evidence) => Iterable<Answer>;
}

/** The line that asked for a distribution, directly or through others. */
export function requirementOf(name: string, { closure, requirements }: Evidence): ManifestRequirement | undefined {
  const root = closure && own(closure.reached, name)?.root;
  const askedFor = requirements.filter((requirement) => !requirement.constraint && requirement.applies);
  return (
    (root === undefined ? undefined : closure?.roots[root]) ?? askedFor.find((requirement) => requirement.name === name)
  );
}

/** An answer about a distribution, with the line that asked for it. */
export function about(
  distribution: Pick<Distribution, "name">,
  evidence: Evidence,
  answer: Omit<Answer, "distribution" | "requirement">,
): Answer {
  const requirement = requirementOf(distribution.name, evidence);
  return { distribution: distribution.name, requirement, ...answer };
}
