import type { Target } from "./target.ts";

/**
 * The variables that the deployment must set. An image whose run script was cut ignores the documented one; there, and
 * where nobody could tell, a relative PYTHONPATH does the same: Python makes it absolute when it starts, in the
 * scoring directory.
 *
 * @param libraryPath the mount, relative to the scoring directory
 */
export function variablesFor(libraryPath: string, { image, honours }: Target): Record<string, string> {
  const variables = { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath };
  const mayIgnore = image !== undefined && honours !== "honours";
  return mayIgnore ? { ...variables, PYTHONPATH: libraryPath } : variables;
}
