import type { Options } from "../options.ts";

/** The variables of the deployment file that packages may read; the tool itself writes the others. */
export function deployedVariables({ deployment }: Options): { readonly variable: string; readonly value: string }[] {
  const variables = deployment?.variables.filter(({ name }) => !/^(PYTHON|AZUREML_EXTRA_|LD_)/.test(name)) ?? [];
  return variables.map(({ name, text }) => ({ variable: name, value: text }));
}
