import { posix } from "node:path";
import type { Image } from "./images.ts";

/** What decides where the container looks for the scoring script. */
export interface Places {
  /** `AML_APP_ROOT`; default: the one among the variables, the image's, `/var/azureml-app`. */
  readonly amlAppRoot?: string | undefined;
  /** `AZUREML_ENTRY_SCRIPT`; default: the one among the variables. */
  readonly entryScript?: string | undefined;
  /** The deployment's variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly image?: Image | undefined;
}

/** The scoring directory as the run script writes it, `.` included. */
export function scoringDirectoryOf(places: Places): string {
  const entryScript = entryScriptOf(places);
  const root = appRootOf(places);
  if (entryScript === undefined) return root;
  const directory = posix.dirname(entryScript.replace(/^\//, ""));
  return `${root}/${directory.replace(/(.)\/+$/, "$1")}`;
}

/** The server's working directory. */
export function appRootOf({ amlAppRoot, environment, image }: Places): string {
  return amlAppRoot || environment.AML_APP_ROOT || image?.appRoot || "/var/azureml-app";
}

export function entryScriptOf({ entryScript, environment }: Places): string | undefined {
  return entryScript || environment.AZUREML_ENTRY_SCRIPT || undefined;
}
