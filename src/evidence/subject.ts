import type { Target } from "../images/target.ts";
import type { Options } from "../inputs/options.ts";
import type { Mount } from "../mount/mount.ts";
import type { OptionLine } from "../python/packaging/requirements.ts";
import type { ScoringImports } from "./scoring-script.ts";

/** The mount to verify, and the image to verify it for. */
export interface Subject {
  readonly options: Options;
  readonly target: Target;
  readonly mount: Mount;
  /** The lines of the requirements files that configure indexes; absent if none were read. */
  readonly indexLines?: readonly OptionLine[] | undefined;
  /** Absolute; the lock file that this run writes if it passes; absent if it writes none. */
  readonly lockFile?: string | undefined;
  /** What the scoring script imports, if reading it has already started. */
  readonly scoring?: Promise<ScoringImports>;
}

/** A mount and its target, before any evidence is collected. */
export interface MountEvidence extends Mount {
  readonly options: Options;
  readonly target: Target;
}
