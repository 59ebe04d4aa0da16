import type { Options } from "../inputs/options.ts";
import type { ManifestRequirement } from "../mount/manifest/manifest.ts";
import { rootsOf } from "./dependencies.ts";
import type { CacheableEvidence } from "./evidence.ts";
import type { ImageInUse } from "./image-evidence.ts";

/*
 * When a later run about the same bytes reuses the evidence of an earlier one. Answers about the image's server are reused where the same question is asked (server-conflicts.ts).
 */

/**
 * Earlier evidence of the dependencies and imports, if it still holds: the imports may have found the user's own modules,
 * so the scoring directory must be the same, and the earlier run must have tried the imports if this one is to. Imports
 * that can be tried in the image are not taken from a simulation.
 */
export function reusableView(
  earlier: Partial<CacheableEvidence>,
  { scoringDirectory, requirements }: { scoringDirectory: string; requirements: readonly ManifestRequirement[] },
  { evidence }: Options,
  { image, holds }: Pick<ImageInUse, "image" | "holds">,
): Pick<CacheableEvidence, "closure" | "container"> | undefined {
  const isEnough = (evidence === "files") === (earlier.container === undefined);
  if (earlier.scoringDirectory !== scoringDirectory || !isEnough) return undefined;
  if (earlier.container?.source.kind === "image" ? !holds : image !== undefined) return undefined;
  // The requirements are the same, but their files may be in another code directory.
  const closure = earlier.closure && { ...earlier.closure, roots: rootsOf(requirements) };
  return { closure, container: earlier.container };
}
