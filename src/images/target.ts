import type { ImageFacts } from "../inputs/image-facts.ts";
import { compareNumbers } from "./abi/symbol-versions.ts";
import type { Image, ReadsVariables } from "./catalogue/image.ts";
import { IMAGES } from "./catalogue/image-catalogue.ts";
import { imageOfFacts } from "./facts.ts";

/** What decides which packages work in the container. */
export interface Target {
  /** Minor version, such as `3.8`. */
  readonly python: string;
  /** Such as `3.8.13`, where the image's is known. */
  readonly pythonFull?: string;
  /** [major, minor]: compiled code must not need a newer one. */
  readonly glibc: readonly [number, number];
  readonly architecture: "x86_64" | "aarch64";
  /** The image, if one was named. */
  readonly image?: Image;
  readonly readsVariables: ReadsVariables;
  /** What the image told about itself, where it could be asked. */
  readonly facts?: ImageFacts;
}

interface TargetParts {
  readonly image?: Image | undefined;
  readonly python: string;
  /** They take precedence over the catalogue. */
  readonly facts?: ImageFacts | undefined;
}

/**
 * The target that an image and a Python version make. Where the image or its glibc is not known, the glibc is the oldest
 * of the inference images with that Python.
 *
 * @param python minor version, such as `3.8`; the image's own, unless the packages are for another interpreter
 */
export function targetOf({ image, python, facts }: TargetParts): Target {
  if (facts !== undefined) return { ...targetOf({ image: imageOfFacts(facts, image), python }), facts };
  return {
    python,
    ...(image?.pythonFull !== undefined && image.python === python && { pythonFull: image.pythonFull }),
    glibc: image?.glibc ?? oldestCatalogued(python) ?? oldestEver(python),
    architecture: image?.architecture ?? "x86_64",
    ...(image && { image }),
    readsVariables: image?.readsVariables ?? "unknown",
  };
}

/** What inference images were ever built on: Ubuntu 18.04 for Python 3.7, Ubuntu 20.04 for 3.8 and later. */
function oldestEver(python: string): readonly [number, number] {
  return python === "3.7" ? [2, 27] : [2, 31];
}

/** The oldest of the catalogued images with that Python; `undefined` if one of them is not known, or there is none. */
function oldestCatalogued(python: string): readonly [number, number] | undefined {
  const images = IMAGES.filter((image) => image.python === python);
  const known = images.flatMap(({ glibc }) => (glibc === undefined ? [] : [glibc]));
  return known.length < images.length ? undefined : known.toSorted(compareNumbers)[0];
}

/** Why the packages may need no newer glibc, as a sentence. */
export function whyThisGlibc({ image, python, glibc }: Target): string {
  const most = `The packages may need at most glibc ${glibc.join(".")}`;
  if (image?.glibc !== undefined) return `${most}, which ${image.name} has.`;
  if (oldestCatalogued(python) !== undefined) return `${most}, as every catalogued image with Python ${python} has it.`;
  return `${most}, the oldest that an inference image with Python ${python} may have.`;
}
