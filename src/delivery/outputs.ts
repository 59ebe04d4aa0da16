import type { Location } from "../mount/location.ts";
import type { Options } from "../options/options.ts";
import { OUTPUTS, type Outputs } from "../options/table.ts";
import { besideOwnPythonPath } from "../target/python-path.ts";
import type { Target } from "../target/target.ts";
import { variablesFor } from "../target/variables.ts";

/** Every output, empty: what a red run starts from. */
export function emptyOutputs(): Outputs {
  const outputs = Object.fromEntries(OUTPUTS.map(({ name }) => [name, ""])) as Outputs;
  return { ...outputs, "cache-hit": "false", "cache-outcome": "off", verified: "no" };
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
