import type { Log } from "../log.ts";
import type { Masks } from "../log-text.ts";

/** How the command line prints: for people, or for the service that runs it. */
export const FORMATS = ["text", "github", "azure", "gitlab"] as const;
export type Format = (typeof FORMATS)[number];

/** What a format prints from. */
export interface Setting {
  /** Absolute; paths are shown relative to it. */
  readonly workspace: string;
  readonly masks: Masks;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** Replaces the names of inputs in a message, for example with flags. */
  readonly reword: (message: string) => string;
  /** Print the outputs as one JSON object on standard output. */
  readonly json: boolean;
}

/** What a run prints, and how values reach later steps and jobs. */
export interface Presentation {
  readonly log: Log;
  /** @throws UserError if the outputs cannot be passed on */
  publish(outputs: Readonly<Record<string, string>>): void;
  summarise(summary: string): void;
  /** See `Host.restoreCommandFiles`. */
  restoreCommandFiles(): string[];
}
