import { EngineError, findEngine } from "../../engine/engine.ts";
import { findLocalImage, type LocalImage } from "../../engine/local-image.ts";
import type { Host } from "../../host/host.ts";
import { mismatchOf } from "../../images/facts-of-image.ts";
import { imageReference } from "../../images/image-reference.ts";
import { imageToVerify } from "../../images/image-to-verify.ts";
import type { ImageFacts } from "../../inputs/image-facts.ts";
import type { AvailableImage } from "./available-image.ts";
import type { ImageOptions } from "./image-source.ts";

/**
 * The facts that decide the checks: those of the image that runs, else those of the input image-facts. A warning says that
 * an engine has another image under the name that they describe, because a tag may have moved.
 */
export async function factsInUse(
  options: ImageOptions,
  image: AvailableImage | undefined,
  host: Host,
): Promise<ImageFacts | undefined> {
  const { imageFacts } = options;
  if (imageFacts === undefined) return image?.facts;
  const found = image ?? (await findOther(options, imageFacts, host));
  if (found === undefined || isOfImage(imageFacts, found.local)) return image?.facts ?? imageFacts;
  const { reference } = found.local;
  const other = `Input image-facts describes another version of ${reference} than the one in ${found.engine.name}`;
  const how = `The facts of the file are used. To write those of the other one, run images --inspect ${reference} --json > image-facts.json`;
  host.log.warning(image === undefined ? `${other}. ${how}` : `${other}, whose own facts are used.`);
  return image?.facts ?? imageFacts;
}

/** The image of that name in an engine that answers. A name that is not that of the facts is reported elsewhere. */
async function findOther(
  options: ImageOptions,
  facts: ImageFacts,
  host: Host,
): Promise<Pick<AvailableImage, "engine" | "local"> | undefined> {
  const named = imageToVerify(options);
  const reference = imageReference(named);
  if (reference === undefined || mismatchOf(facts, named) !== undefined) return undefined;
  try {
    const engine = await findEngine(options.engine, host);
    const local = typeof engine === "string" ? undefined : await findLocalImage(engine, reference);
    return local && typeof engine !== "string" ? { engine, local } : undefined;
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

/** Engines do not agree on the id of an image, but on its digest, which an image of no registry does not have. */
function isOfImage(facts: ImageFacts, { id, digest }: LocalImage): boolean {
  return facts.id === id || (digest !== "" && facts.digest === digest);
}
