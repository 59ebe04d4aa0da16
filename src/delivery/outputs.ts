import type { Location } from "../mount/location.ts";
import { OUTPUTS, type Outputs } from "../options/table.ts";
import type { Target } from "../target/target.ts";

/** Every output, empty: what a red run starts from. */
export function emptyOutputs(): Outputs {
  const outputs = Object.fromEntries(OUTPUTS.map(({ name }) => [name, ""])) as Outputs;
  return { ...outputs, "cache-hit": "false", "cache-outcome": "off", verified: "no" };
}

/**
 * The variables that the deployment must set. An image whose run script was cut ignores the documented one; there, and
 * where nobody could tell, a relative PYTHONPATH does the same: Python makes it absolute when it starts, in the
 * scoring directory.
 */
export function environmentVariables({ libraryPath }: Location, { image, honours }: Target): Record<string, string> {
  const variables = { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath };
  const mayIgnore = image !== undefined && honours !== "honours";
  return mayIgnore ? { ...variables, PYTHONPATH: libraryPath } : variables;
}

/** What a deploy step needs, for `az ml online-deployment … --set`. */
export function setArguments(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `environment_variables.${name}=${shellWord(value)}`)
    .join(" ");
}

function shellWord(value: string): string {
  return /^[A-Za-z0-9_./:@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
