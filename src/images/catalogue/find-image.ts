import { nearest } from "../../util/text.ts";
import type { Image } from "./image.ts";
import { IMAGES, WITHOUT_SERVER } from "./image-catalogue.ts";

const MICROSOFT_REGISTRY = /^(https?:\/\/)?mcr\.microsoft\.com\//;
const CURATED_ENVIRONMENT = /^azureml:\/\/registries\/azureml\/environments\/([^/]+)(\/.*)?$/;

/**
 * The image that a reference names: a catalogue name, with or without registry, `azureml/`, tag and digest, or the
 * address of a curated environment. A name without `curated/` is the image outside `curated/` if both exist.
 */
export function findImage(reference: string): Image | undefined {
  const name = catalogueName(reference);
  return named(name) ?? named(`curated/${name}`);
}

/** Whether a reference names one of Azure ML's base images for training, which have no inference server. */
export function isBaseImage(reference: string): boolean {
  const [family = ""] = catalogueName(reference).split(/(?=\d)/);
  return WITHOUT_SERVER.includes(family);
}

/** Names of at most `count` images that are similar to a reference, the most similar first. */
export function nearestImages(reference: string, count = 3): readonly string[] {
  const name = catalogueName(reference);
  let left = IMAGES.map((image) => image.name).filter((each) => name.startsWith("curated/") || !isSecondCopy(each));
  const found: string[] = [];
  while (found.length < count) {
    const next = nearest(name, left) ?? nearest(`curated/${name}`, left);
    if (next === undefined) break;
    found.push(next);
    left = left.filter((each) => each !== next);
  }
  return found;
}

function named(name: string): Image | undefined {
  return IMAGES.find((image) => image.name === name || image.aliases.some((alias) => alias.toLowerCase() === name));
}

/** True for `curated/x` where the catalogue has `x` as well. */
function isSecondCopy(name: string): boolean {
  return name.startsWith("curated/") && IMAGES.some((image) => `curated/${image.name}` === name);
}

function catalogueName(reference: string): string {
  const plain = reference.trim().toLowerCase();
  const environment = CURATED_ENVIRONMENT.exec(plain)?.[1];
  if (environment !== undefined) return `curated/${environment}`;
  return plain
    .replace(MICROSOFT_REGISTRY, "")
    .replace(/@sha256:.*$/, "")
    .replace(/:[^/]*$/, "")
    .replace(/^azureml\//, "");
}
