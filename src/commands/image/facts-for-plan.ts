import type { Verdict } from "../../findings/verdict.ts";
import { findImage } from "../../images/catalogue/find-image.ts";
import { imageToVerify } from "../../images/image-to-verify.ts";
import { type Target, targetOf } from "../../images/target.ts";
import type { ImageFacts } from "../../inputs/image-facts.ts";
import type { Options } from "../../inputs/options.ts";
import { unknownImage, unusableImage } from "../../plan/target.ts";
import { isAvailable } from "../../python/container/available-image.ts";
import type { PendingImage } from "../../python/container/pending-image.ts";

/**
 * The facts that a plan needs: those that were given, and those of an image that the catalogue does not have. For any other
 * image the plan uses the catalogue, so that it does not depend on what the machine can pull.
 * @throws UserError if the input image names an image that is not known and cannot be asked
 */
export async function factsForPlan(options: Options, pending: PendingImage): Promise<ImageFacts | undefined> {
  await pending.requirePresent();
  if (options.imageFacts !== undefined) return options.imageFacts;
  const named = imageToVerify(options);
  if (named === "" || findImage(named) !== undefined) return undefined;
  const found = await pending.orReason();
  if (isAvailable(found)) return found.facts;
  if (options.image === "") return undefined;
  throw (found.kind === "failure" ? unusableImage : unknownImage)(options.image, found.why);
}

/** The target with what the image told about itself. */
export function withFacts(target: Target, facts: ImageFacts | undefined): Target {
  return facts === undefined ? target : targetOf({ image: target.image, python: target.python, facts });
}

/** The target as the image itself described it, if it was asked. */
export function targetOfVerdict({ evidence }: Verdict, target: Target): Target {
  return evidence?.target ?? target;
}
