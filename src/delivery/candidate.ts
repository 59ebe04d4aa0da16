import type { Mount } from "../mount/mount.ts";

export type CacheOutcome = "hit" | "miss" | "rebuilt" | "off";

/** A mount that was built or restored, with the story of how. */
export interface Candidate {
  readonly mount: Mount;
  readonly cacheOutcome: CacheOutcome;
  /** Why it is a hit, a miss or a rebuild, in a sentence. */
  readonly cacheReason: string;
  /** The key under which it is to be saved. */
  readonly saveKey: string;
  /** Absolute; where archive, copies and report go. */
  readonly outputDirectory: string;
}
