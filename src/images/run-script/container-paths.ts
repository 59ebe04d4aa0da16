import { basename, posix } from "node:path";
import type { Image } from "../catalogue/image.ts";

/** Directory of the container that holds what a deployment uploads. */
export const APP_ROOT = "/var/azureml-app";

/**
 * Where a code directory is in the container.
 * @param codeDirectory absolute
 */
export function codeInAppRoot(codeDirectory: string): string {
  return `${APP_ROOT}/${basename(codeDirectory) || "code"}`;
}

/** What decides where the container looks for the scoring script. */
export interface ContainerPaths {
  /** `AML_APP_ROOT`; default: the one among the variables, the image's, `/var/azureml-app`. */
  readonly amlAppRoot?: string | undefined;
  /** `AZUREML_ENTRY_SCRIPT`; default: the one among the variables. */
  readonly entryScript?: string | undefined;
  /** The deployment's variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly image?: Image | undefined;
}

/** The scoring directory as the run script writes it, `.` included. */
export function scoringDirectoryOf(places: ContainerPaths): string {
  const entryScript = entryScriptOf(places);
  const root = appRootOf(places);
  if (entryScript === undefined) return root;
  const directory = posix.dirname(entryScript.replace(/^\//, ""));
  return `${root}/${directory.replace(/(.)\/+$/, "$1")}`;
}

/** The server's working directory. */
export function appRootOf({ amlAppRoot, environment, image }: ContainerPaths): string {
  return amlAppRoot || environment.AML_APP_ROOT || image?.appRoot || APP_ROOT;
}

export function entryScriptOf({ entryScript, environment }: ContainerPaths): string | undefined {
  return entryScript || environment.AZUREML_ENTRY_SCRIPT || undefined;
}
