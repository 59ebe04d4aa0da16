import { IMAGES } from "./image-catalogue.ts";
import type { Target } from "./target.ts";

/**
 * The variables that the deployment must set. An image whose run script was cut ignores the documented one; there, and
 * where nobody could tell, a relative PYTHONPATH does the same: Python makes it absolute when it starts, in the
 * scoring directory.
 *
 * @param libraryPath the mount, relative to the scoring directory
 */
export function variablesFor(libraryPath: string, target: Target): Record<string, string> {
  const variables = { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath };
  return mayIgnoreThem(target) ? { ...variables, PYTHONPATH: libraryPath } : variables;
}

/** Whether the image may have a cut run script: the one that was named, or else any of that Python. */
export function mayIgnoreThem({ image, honours, python }: Target): boolean {
  if (image !== undefined) return honours !== "honours";
  return IMAGES.some((one) => one.python === python && one.honours === "cut");
}
