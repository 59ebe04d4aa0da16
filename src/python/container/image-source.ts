import { type Engine, findEngine } from "../../engine/engine.ts";
import { findLocalImage, type LocalImage } from "../../engine/local-image.ts";
import type { Host } from "../../host/host.ts";
import { findImage } from "../../images/catalogue/find-image.ts";
import { imageReference } from "../../images/image-reference.ts";
import { imageToVerify } from "../../images/image-to-verify.ts";
import type { Options } from "../../inputs/options.ts";

/** What says which image is wanted, in which engine, and whether it may be pulled. */
export type ImageOptions = Pick<
  Options,
  "image" | "imageFacts" | "deployment" | "sources" | "evidence" | "engine" | "pull"
>;

/** Whether a container of the image may run the packages. Otherwise the image is asked for its facts at most. */
export function isRunInImage({ evidence }: Pick<Options, "evidence">): boolean {
  return evidence === "auto" || evidence === "image";
}

/** Where an image comes from. */
export interface ImageSource {
  readonly engine: Engine;
  readonly reference: string;
  /** The image that the engine has now. */
  readonly local: LocalImage | undefined;
  readonly isToBePulled: boolean;
}

/** Why the image itself cannot be used. */
export interface Unavailable {
  /** A sentence. */
  readonly why: string;
  /** How to have it, in a sentence; `""` if that is not needed. */
  readonly hint: string;
  /** `failure`: something that was tried failed. `absent`: it is not here. `unwanted`: the inputs do not ask for it. */
  readonly kind: "failure" | "absent" | "unwanted";
}

/**
 * Asks the engine about the image that a deployment names.
 * @throws EngineError if an engine does not answer as it should
 */
export async function findImageSource(options: ImageOptions, host: Host): Promise<ImageSource | Unavailable> {
  const { evidence } = options;
  const named = imageToVerify(options);
  if (!isRunInImage(options) && (options.imageFacts !== undefined || findImage(named) !== undefined))
    return unwanted(`The input evidence is ${evidence}.`);
  const reference = named === "" ? undefined : imageReference(named);
  if (reference === undefined) return unwanted("No image is named.", "Name it in the input image.");
  if (/\s/.test(reference)) {
    const hint = "Write it as a registry has it: registry/name:tag.";
    return { why: `"${named}" is not the name of an image.`, hint, kind: "failure" };
  }
  const engine = await findEngine(options.engine, host);
  if (typeof engine === "string")
    return absent(engine, evidence === "image" ? "Install Docker or Podman, or start it." : "");
  const local = await findLocalImage(engine, reference);
  return { engine, reference, local, isToBePulled: isToBePulled(reference, local, options, host) };
}

export function absent(why: string, hint: string): Unavailable {
  return { why, hint, kind: "absent" };
}

function unwanted(why: string, hint = ""): Unavailable {
  return { why, hint, kind: "unwanted" };
}

/** Of a name without a registry, Docker would take whatever image Docker Hub has under it. */
const WITH_REGISTRY = /^[^/]+[.:][^/]*\//;

function isToBePulled(
  reference: string,
  present: LocalImage | undefined,
  { pull: policy, evidence }: ImageOptions,
  host: Host,
): boolean {
  if (policy !== "auto" || !isRunInImage({ evidence })) return policy === "always";
  return present === undefined && WITH_REGISTRY.test(reference) && host.kind === "github" && !host.event.selfHosted;
}
