import type { ImageFacts } from "../inputs/image-facts.ts";
import type { Interference } from "../mount/snapshot.ts";
import type { SmokeTest } from "../smoke/result.ts";
import type { Audit } from "./audit/audit.ts";
import type { Closure } from "./dependencies.ts";
import type { DiskEvidence } from "./disk/collect-disk.ts";
import type { DynamicInstallEvidence } from "./dynamic-install.ts";
import type { ContainerView } from "./imports/container.ts";
import type { CompiledCodeProblem } from "./loader/problems.ts";
import type { SavedModels } from "./models/saved-models.ts";
import type { NewestWheels } from "./newest-wheels.ts";
import type { ScoringImports } from "./scoring-script.ts";
import type { ServerEvidence } from "./server-conflicts.ts";
import type { SharedSources } from "./shared-sources.ts";
import type { MountEvidence } from "./subject.ts";

/** What programs found out about the bytes of a mount; may be cached with them. */
export interface CacheableEvidence {
  /**
   * Path of the scoring directory in the workspace, and digest of what can be imported from it, which is second on the
   * path, and of what the script appends to the path. As long as it does not change, `closure` and `container` do not change either.
   */
  readonly scoringDirectory: string;
  /** The requirements and everything that they need; absent if there is no interpreter to ask. */
  readonly closure: Closure | undefined;
  /** What the container's Python finds in the mount; absent if there is no interpreter of the target. */
  readonly container: ContainerView | undefined;
  /** What the image told about itself, if `container` comes from it. */
  readonly imageFacts?: ImageFacts | undefined;
  /** Conflicts between the server's requirements and the mount's packages; absent if there is no interpreter to ask. */
  readonly server: ServerEvidence | undefined;
  /** Comparison of modules that several distributions own; absent if there is no interpreter to ask. */
  readonly sharedSources?: SharedSources | undefined;
}

/** What programs found out about more than the mount; collected again in every run. */
export interface ContextEvidence {
  /** What the scoring script imports; absent if there is no interpreter to ask. */
  readonly scoring: ScoringImports | undefined;
  /** What it imports and only another directory of the workspace has: by top-level name, the path in the workspace. */
  readonly ownModules?: Readonly<Record<string, string>>;
  /** What the model needs to be loaded; absent without a model on this machine, or an interpreter to read it. */
  readonly savedModels?: SavedModels | undefined;
  /** What the index has for distributions that need a newer system than the image's; absent if it was not asked. */
  readonly newestWheels?: NewestWheels | undefined;
  /** The same for the releases that the model was saved with, as `name==version`, and their distributions. */
  readonly savedReleases?: NewestWheels | undefined;
  /** Absolute; the lock file that this run writes if it passes; absent if it writes none. */
  readonly lockFile?: string | undefined;
  /** Known vulnerabilities, on the day of the run; absent if the input `audit` is `off`. */
  readonly audit?: Audit | undefined;
  /** The result of the dynamic install; only in mode `dynamic`. */
  readonly dynamicInstall?: DynamicInstallEvidence | undefined;
}

/** What is known only after code of the packages has run. */
export interface OutcomeEvidence {
  /** The server's response to the sample request; absent if none was posted. */
  readonly smoke?: SmokeTest | undefined;
  /** Changes that code of the packages made to the mount; absent if none was run. */
  readonly interference?: Interference | undefined;
  /** The runner's command files, by their variables, that other programs than this tool have written to. */
  readonly commandFiles?: readonly string[] | undefined;
}

/** Everything that the checks read. It is collected once, in this folder; checks start no program and read no file. */
export interface Evidence extends MountEvidence, DiskEvidence, CacheableEvidence, ContextEvidence, OutcomeEvidence {
  /** Problems that the target's loader and importer have with the compiled code, given what the imports loaded. */
  readonly compiledCode: readonly CompiledCodeProblem[];
}
