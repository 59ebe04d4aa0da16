import type { Mount } from "../mount/mount.ts";

export type CacheOutcome = "hit" | "miss" | "rebuilt" | "off";

/** A mount that was built or taken from the cache, with the outcome of the cache. */
export interface BuildResult {
  readonly mount: Mount;
  readonly cacheOutcome: CacheOutcome;
  /** The reason of the outcome, as a sentence. */
  readonly cacheReason: string;
  /** The key under which it is to be saved. */
  readonly saveKey: string;
  /** Absolute; the archive, the copies and the report are written here. */
  readonly outputDirectory: string;
}
