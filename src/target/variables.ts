import { IMAGES } from "./image-catalogue.ts";
import type { Honours } from "./images.ts";
import type { Target } from "./target.ts";

/**
 * The variables that the deployment must set. Unless the image is known to read the documented one, a relative
 * PYTHONPATH is set as well, which does the same: Python makes it absolute when it starts, in the scoring directory.
 *
 * @param libraryPath the mount, relative to the scoring directory
 */
export function variablesFor(libraryPath: string, target: Target): Record<string, string> {
  const variables = { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath };
  return mayIgnoreThem(target) ? { ...variables, PYTHONPATH: libraryPath } : variables;
}

/** Whether the image may ignore the documented variables. */
export function mayIgnoreThem(target: Target): boolean {
  return doubt("", target) !== undefined;
}

/** Why PYTHONPATH is set as well, in one sentence; `undefined` where it is not. */
export function whyPythonPath(target: Target): string | undefined {
  const why = doubt("AZUREML_EXTRA_PYTHON_LIB_PATH", target);
  return why && `${why}, so PYTHONPATH is set as well.`;
}

/**
 * What speaks against the target's image reading a variable, as a sentence without its end; `undefined` where the image
 * is known to read it or, where none is named, every image of that Python in the catalogue is.
 */
export function doubt(variable: string, { image, honours, python }: Target): string | undefined {
  if (image !== undefined) {
    const doubts: Record<Honours, string | undefined> = {
      honours: undefined,
      cut: `The run script of ${image.name} does not read ${variable}`,
      unknown: `It is not known whether ${image.name} reads ${variable}`,
    };
    return doubts[honours];
  }
  const known = IMAGES.filter((one) => one.python === python).map((one) => one.honours);
  if (known.includes("cut")) return `No image is named, and not every Python ${python} image reads ${variable}`;
  if (known.length > 0 && !known.includes("unknown")) return undefined;
  return `No image is named, and it is not known whether every Python ${python} image reads ${variable}`;
}
