/** The modes of the action; on the command line, verbs and the flag `--mode`. */
export const MODES = ["preinstalled", "dynamic", "restore", "verify", "lock"] as const;
export type Mode = (typeof MODES)[number];

/** What is known of one input. */
export interface OptionSpec {
  readonly name: string;
  readonly kind: "text" | "lines" | "choice" | "boolean" | "number" | "size";
  /** The value that an empty string means; `''` if there is none or if it depends on other inputs. */
  readonly default: string;
  /** The documentation of a default that depends on other inputs. */
  readonly defaultText?: string;
  readonly choices?: readonly string[];
  /** The modes that read it; every mode when absent. */
  readonly modes?: readonly Mode[];
  readonly description: string;
}

export const BUILDING: readonly Mode[] = ["preinstalled"];
export const INSTALLING: readonly Mode[] = ["preinstalled", "dynamic", "lock"];
export const LOCKING: readonly Mode[] = ["lock"];
/** The modes in which there is a mount. */
export const MOUNTING: readonly Mode[] = ["preinstalled", "restore", "verify"];
export const RESTORING: readonly Mode[] = ["restore"];
