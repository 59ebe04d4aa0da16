import type { Options } from "../../inputs/options.ts";
import type { Target } from "../target.ts";
import { contentsOf } from "./image-contents.ts";

type Naming = Pick<Options, "deployment" | "imagePackages" | "mode" | "sources" | "packages">;

/**
 * The deployment's environment or image, as written, if nothing is known of what it contains and no packages are named:
 * then it may have all that the scoring script needs.
 */
export function unknownEnvironment(
  target: Target,
  { deployment, imagePackages, mode, sources, packages }: Naming,
): string | undefined {
  if (mode === "verify" || mode === "restore") return undefined; // the mount's packages were named before
  if (deployment === undefined || sources.length + packages.length > 0) return undefined;
  const { kind, reference, condaFile } = deployment.environment;
  if (kind === "none" || condaFile !== undefined) return undefined;
  if (contentsOf(target, imagePackages).known !== "assumed") return undefined;
  return reference.text || "the image of the Dockerfile";
}
