import type { Options } from "../../inputs/options.ts";
import { toolDigest } from "../../python/probe.ts";
import type { CacheableEvidence, Evidence } from "../evidence.ts";

/*
 * What of the evidence is cached with a mount, and what a hit takes from it. Whoever can run code in a job of the same
 * branch, or of the default branch, can write a cache entry: its files are compared with its own manifest, and its evidence
 * says what that job wanted.
 */

/** What the cache keeps of the evidence. */
interface KeptEvidence extends CacheableEvidence {
  /** Of the tool that collected it (`toolDigest`). */
  readonly tool: string;
}

export function cacheableOf(evidence: Evidence): KeptEvidence {
  const { scoringDirectory, closure, container, imageFacts, server, sharedSources } = evidence;
  return { tool: toolDigest(), scoringDirectory, closure, container, imageFacts, server, sharedSources };
}

/** Who asks for a mount of the cache. */
interface Asker {
  readonly options: Pick<Options, "expectedDigest">;
  readonly requireHashes: boolean;
}

/**
 * What a hit takes from the evidence of its entry.
 * @returns the evidence, and a sentence if some of it is left out
 */
export function trustedPart(
  evidence: unknown,
  { options, requireHashes }: Asker,
): { readonly evidence: unknown; readonly leftOut?: string } {
  if (typeof evidence !== "object" || evidence === null) return { evidence };
  if (options.expectedDigest !== "")
    return { evidence: undefined, leftOut: "all of it, because expected-digest is set: only the files are taken" };
  const { tool, closure: _, container: __, ...others } = evidence as Partial<KeptEvidence>;
  if (tool !== toolDigest())
    return { evidence: undefined, leftOut: "all of it, because another version made the entry" };
  if (!requireHashes) return { evidence };
  return { evidence: { tool, ...others }, leftOut: "dependencies and imports, because hashes are required" };
}
