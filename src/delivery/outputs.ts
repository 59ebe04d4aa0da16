import type { Location } from "../mount/location.ts";
import { OUTPUTS, type Outputs } from "../options/table.ts";
import type { Target } from "../target/target.ts";
import { variablesFor } from "../target/variables.ts";

/** Every output, empty: what a red run starts from. */
export function emptyOutputs(): Outputs {
  const outputs = Object.fromEntries(OUTPUTS.map(({ name }) => [name, ""])) as Outputs;
  return { ...outputs, "cache-hit": "false", "cache-outcome": "off", verified: "no" };
}

/** The variables that the deployment must set. */
export function environmentVariables({ libraryPath }: Location, target: Target): Record<string, string> {
  return variablesFor(libraryPath, target);
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
