import type { Options } from "../inputs/options.ts";
import type { ReadsVariables } from "./catalogue/image.ts";
import { IMAGES } from "./catalogue/image-catalogue.ts";
import type { Target } from "./target.ts";

const REQUIREMENTS = "AZUREML_EXTRA_REQUIREMENTS_TXT";
const CONDA = "AZUREML_EXTRA_CONDA_YAML";

/** Whether the image installs from a conda file, in mode `dynamic`. */
export function isCondaStart({ mode, sources }: Pick<Options, "mode" | "sources">): boolean {
  return mode === "dynamic" && sources[0]?.kind === "conda";
}

/** The variable with which an image installs packages at its start. */
export function installVariable(options: Pick<Options, "mode" | "sources">): string {
  return isCondaStart(options) ? CONDA : REQUIREMENTS;
}

/**
 * The variables that the deployment must set. Unless the image is known to read the documented one, a relative
 * PYTHONPATH is set as well, which does the same: Python makes it absolute when it starts, in the scoring directory.
 *
 * @param libraryPath the mount, relative to the scoring directory
 */
export function variablesFor(libraryPath: string, target: Target): Record<string, string> {
  const variables = { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath };
  if (!mayIgnoreThem(target)) return variables;
  const own = target.facts?.environment.PYTHONPATH ?? ""; // the deployment's value replaces the image's
  return { ...variables, PYTHONPATH: own === "" ? libraryPath : `${libraryPath}:${own}` };
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

/** Whether the image reads a variable. The catalogue knows both variables as one; an image that was asked may differ. */
export function howItReads(variable: string, { readsVariables, facts }: Target): ReadsVariables {
  if (facts === undefined || variable !== REQUIREMENTS) return readsVariables;
  return facts.readsVariables.requirements;
}

/**
 * Why the target's image may not read a variable, as a sentence without its full stop; `undefined` if the image is known
 * to read it or, where none is named, every image of that Python in the catalogue is.
 */
export function doubt(variable: string, target: Target): string | undefined {
  const { image, python } = target;
  const readsVariables = howItReads(variable, target);
  if (image !== undefined) {
    const doubts: Record<ReadsVariables, string | undefined> = {
      yes: undefined,
      no: `The run script of ${image.name} does not read ${variable}`,
      unknown: `It is not known whether ${image.name} reads ${variable}`,
    };
    return doubts[readsVariables];
  }
  const known = IMAGES.filter((one) => one.python === python).map((one) => one.readsVariables);
  if (known.includes("no")) return `No image is named, and not every Python ${python} image reads ${variable}`;
  if (known.length > 0 && !known.includes("unknown")) return undefined;
  return `No image is named, and it is not known whether every Python ${python} image reads ${variable}`;
}
