import { existsSync } from "node:fs";
import { relative } from "node:path";
import type { Artifact } from "../host/host.ts";
import { installVariable, variablesFor } from "../images/deployment-variables.ts";
import { mergePythonPath } from "../images/python-path.ts";
import type { Target } from "../images/target.ts";
import type { Options } from "../inputs/options.ts";
import { OUTPUTS, type Outputs } from "../inputs/table.ts";
import { type Location, manifestOf } from "../plan/location.ts";
import { shellWord } from "../util/shell-word.ts";
import { slashed } from "../util/text.ts";
import type { CacheOutcome } from "./build-result.ts";

/** Every output, empty: the initial values. Those that are used to deploy keep them if the run fails. */
export function emptyOutputs(): Outputs {
  const outputs = Object.fromEntries(OUTPUTS.map(({ name }) => [name, ""])) as Outputs;
  return { ...outputs, ...cacheOutputs("off"), verified: "no" };
}

export function cacheOutputs(outcome: CacheOutcome): Partial<Outputs> {
  return { "cache-hit": String(outcome === "hit"), "cache-outcome": outcome };
}

/** The outputs about a mount in its place. */
export function mountOutputs(location: Location, digest: string): Partial<Outputs> {
  const manifest = manifestOf(location);
  return {
    "mount-directory": location.directory,
    "mount-digest": digest,
    "manifest-file": existsSync(manifest) ? manifest : "",
  };
}

export function artifactOutputs({ id, name, url, digest }: Artifact): Partial<Outputs> {
  return { "artifact-id": id, "artifact-name": name, "artifact-url": url, "artifact-digest": digest };
}

/** The outputs that are used to deploy, of a passed run. */
export function deployOutputs(variables: Readonly<Record<string, string>>): Partial<Outputs> {
  const { AZUREML_EXTRA_PYTHON_LIB_PATH = "", AZUREML_EXTRA_REQUIREMENTS_TXT = "" } = variables;
  return {
    AZUREML_EXTRA_PYTHON_LIB_PATH,
    AZUREML_EXTRA_REQUIREMENTS_TXT,
    "environment-variables": JSON.stringify(variables),
    "set-arguments": setArguments(variables),
  };
}

/** The variables that the deployment must set; an existing PYTHONPATH of its file is kept after the mount. */
export function environmentVariables(
  { libraryPath }: Location,
  target: Target,
  { deployment }: Options,
): Readonly<Record<string, string>> {
  const existing = deployment?.variables.find(({ name }) => name === "PYTHONPATH");
  return mergePythonPath(variablesFor(libraryPath, target), existing?.text);
}

/** Arguments for `az ml online-deployment … --set`. */
export function setArguments(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `environment_variables.${name}=${shellWord(value)}`)
    .join(" ");
}

/** What the deployment must set for a dynamic install: the file to install from, relative to the scoring directory. */
export function requirementsVariables(options: Options): Record<string, string> {
  const path = relative(options.scoringDirectory, options.requirementsFiles[0] ?? "");
  return { [installVariable(options)]: slashed(path) };
}
