import type { Options } from "../inputs/options.ts";
import { findImage } from "./catalogue/find-image.ts";
import type { Image } from "./catalogue/image.ts";
import { IMAGES } from "./catalogue/image-catalogue.ts";
import type { Target } from "./target.ts";

type Naming = Pick<Options, "image" | "imageFacts" | "deployment" | "sources">;

/**
 * Which image a run is about: that of the input `image`, else the deployment's, else that of the facts. With a conda file, Azure ML would build an
 * image of its own from the deployment's; the run is then about the inference image that can replace both.
 * @returns as a user names it; `""` if none is named
 */
export function imageToVerify({ image, imageFacts, deployment, sources }: Naming): string {
  const named = image || (deployment?.environment.reference.text ?? imageFacts?.name ?? "");
  if (image !== "" || deployment?.environment.condaFile === undefined) return named;
  if (imageFacts !== undefined) return imageFacts.name;
  const minors = sources.map(({ python }) => python?.minors).filter((one) => one !== undefined);
  const suits = (python: string) => minors.every((allowed) => allowed.includes(python));
  const known = findImage(named);
  if (known !== undefined && suits(known.python)) return named;
  if (sources.length === 0) return ""; // an existing mount, whose manifest says for which image it was built
  return suitableImages(suits, isForGpu(deployment))[0]?.name ?? "";
}

/** What the client calls an inference image; `undefined` for an image that has no inference server. */
export function inferenceReference({ mcrPath, name }: Image): string | undefined {
  if (!IMAGES.some((image) => image.name === name)) return undefined;
  return /[:@][^/]*$/.test(mcrPath) ? mcrPath : `${mcrPath}:latest`;
}

/** The image that replaces a deployment's conda file, if that was asked for and there is one. */
export function imageAlone(
  options: Pick<Options, "deployment" | "replaceCondaFile">,
  target: Target,
): string | undefined {
  if (!options.replaceCondaFile || options.deployment?.environment.condaFile === undefined) return undefined;
  return target.image && inferenceReference(target.image);
}

/** Whether a deployment is for a GPU, as far as the names of its image and of its instance type tell. */
export function isForGpu(deployment: Options["deployment"]): boolean {
  const { environment, instanceType } = deployment ?? {};
  return /cuda|gpu/i.test(environment?.reference.text ?? "") || /^Standard_N[CDV]/i.test(instanceType?.text ?? "");
}

/**
 * Inference images for a Python, the best first: supported ones, then published ones, then those whose old tags can still be
 * pulled.
 * @param suits whether an image with a minor version of Python can be used
 * @param gpu one with CUDA that is still published is better than a supported one without
 */
export function suitableImages(suits: (python: string) => boolean, gpu = false): readonly Image[] {
  const states = ["supported", "current", "removed"];
  const rank = ({ status, accelerator, name, readsModelCondaFile }: Image) => [
    Number(gpu && (accelerator === "cpu" || status.state === "removed")),
    states.indexOf(status.state),
    Number((accelerator !== "cpu") !== gpu),
    Number(readsModelCondaFile || !name.includes("minimal")),
  ];
  return IMAGES.filter(({ python }) => suits(python)).toSorted((one, other) => compare(rank(one), rank(other)));
}

/** @param minor such as `3.8` */
export function hasImage(minor: string): boolean {
  return IMAGES.some(({ python }) => python === minor);
}

/** What is wrong with a target that no image of the catalogue has, as a sentence. */
export function withoutImage({ image, facts, python }: Target): string | undefined {
  if (image !== undefined || facts !== undefined || hasImage(python)) return undefined;
  return `No image of the catalogue has Python ${python}, so only an image of your own can use the mount.`;
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}
