import { existsSync } from "node:fs";
import { type Location, manifestOf } from "../mount/location.ts";
import type { Options } from "../options/options.ts";
import { OUTPUTS, type Outputs } from "../options/table.ts";
import type { Artifact } from "../runner/host.ts";
import { besideOwnPythonPath } from "../target/python-path.ts";
import type { Target } from "../target/target.ts";
import { variablesFor } from "../target/variables.ts";
import type { CacheOutcome } from "./candidate.ts";

/** Every output, empty: what a run starts from, and what leads to a deployment stays at when it fails. */
export function emptyOutputs(): Outputs {
  const outputs = Object.fromEntries(OUTPUTS.map(({ name }) => [name, ""])) as Outputs;
  return { ...outputs, ...cacheOutputs("off"), verified: "no" };
}

export function cacheOutputs(outcome: CacheOutcome): Partial<Outputs> {
  return { "cache-hit": String(outcome === "hit"), "cache-outcome": outcome };
}

/** A mount that stands in its place. */
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

/** What leads to a deployment, of a run that passed. */
export function deployOutputs(variables: Readonly<Record<string, string>>): Partial<Outputs> {
  const { AZUREML_EXTRA_PYTHON_LIB_PATH = "", AZUREML_EXTRA_REQUIREMENTS_TXT = "" } = variables;
  return {
    AZUREML_EXTRA_PYTHON_LIB_PATH,
    AZUREML_EXTRA_REQUIREMENTS_TXT,
    "environment-variables": JSON.stringify(variables),
    "set-arguments": setArguments(variables),
  };
}

/** The variables that the deployment must set; a PYTHONPATH that its file has already stays behind ours. */
export function environmentVariables(
  { libraryPath }: Location,
  target: Target,
  { deployment }: Options,
): Readonly<Record<string, string>> {
  const own = deployment?.variables.find(({ name }) => name === "PYTHONPATH");
  return besideOwnPythonPath(variablesFor(libraryPath, target), own?.text);
}

/** What a deploy step needs, for `az ml online-deployment … --set`. */
export function setArguments(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `environment_variables.${name}=${shellWord(value)}`)
    .join(" ");
}

/** `value` as one word of a shell. */
export function shellWord(value: string): string {
  return /^[A-Za-z0-9_./:@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
