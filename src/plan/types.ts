import type { Target } from "../images/target.ts";
import type { Options } from "../inputs/options.ts";
import type { Interpreter } from "../python/interpreter/interpreter.ts";
import type { PipSettings } from "../python/packaging/pip-settings.ts";
import type { Requirements } from "../python/packaging/requirements.ts";
import type { References } from "../python/references/references.ts";
import type { Location } from "./location.ts";

/** What decides the bytes of a mount. */
export interface Decisions {
  readonly options: Options;
  readonly target: Target;
  readonly python: Interpreter;
  readonly requirements: Requirements;
  readonly settings: PipSettings;
  readonly requireHashes: boolean;
  readonly location: Location;
  /** What the scoring directory names of what `slim` would leave out; empty if it leaves out nothing. */
  readonly scoringReferences: readonly References[];
}

/** What decides the cache key. */
export interface KeyParts
  extends Pick<Decisions, "options" | "target" | "settings" | "requireHashes" | "scoringReferences"> {
  readonly python: Pick<Decisions["python"], "version" | "minor" | "soabi">;
  readonly requirements: Pick<Decisions["requirements"], "files" | "requirements" | "options" | "lock" | "queries">;
}
