import type { Honours, Image } from "./images.ts";

/** What packages will meet where they are to run. */
export interface Target {
  /** Minor version, such as `3.8`. */
  readonly python: string;
  /** Such as `3.8.13`, where the image's is known. */
  readonly pythonFull?: string;
  /** [major, minor]: compiled code may need no newer one. */
  readonly glibc: readonly [number, number];
  readonly architecture: "x86_64" | "aarch64";
  /** The image, where one was named. */
  readonly image?: Image;
  readonly honours: Honours;
}

/**
 * The target that an image and a Python version make. Where the image or its glibc is not known, the glibc is the
 * oldest that inference images of that Python were ever built on: Ubuntu 18.04's for 3.7, 20.04's for 3.8 and later.
 *
 * @param python minor version, such as `3.8`; the image's own, unless the packages are for another interpreter
 */
export function targetOf({ image, python }: { image?: Image | undefined; python: string }): Target {
  return {
    python,
    ...(image?.pythonFull !== undefined && image.python === python && { pythonFull: image.pythonFull }),
    glibc: image?.glibc ?? oldestGlibc(python),
    architecture: image?.architecture ?? "x86_64",
    ...(image && { image }),
    honours: image?.honours ?? "unknown",
  };
}

function oldestGlibc(python: string): readonly [number, number] {
  return python === "3.7" ? [2, 27] : [2, 31];
}
