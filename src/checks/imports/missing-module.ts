import type { Evidence } from "../../evidence/evidence.ts";
import { distributionOf } from "../../images/contents/import-names.ts";
import { isAmbiguous } from "../../images/contents/project-names.ts";
import { spacyWheel } from "../../python/sources/unusable-lines.ts";
import { getOwn } from "../../util/get-own.ts";
import { normalisedName } from "../../util/text.ts";

/* What to do about a module that nothing provides. */

/** The distribution that is known to provide a module: `azure.ai.ml` for `from azure.ai import ml`. */
export function providerOf(module: string, names: readonly string[]): string | undefined {
  return (
    names.map((name) => distributionOf(`${module}.${name}`)).find((one) => one !== undefined) ?? distributionOf(module)
  );
}

export function adviceFor(module: string, names: readonly string[], { ownModules = {} }: Evidence): string {
  if (module.startsWith("azureml.contrib.services")) {
    return "Import from azureml_inference_server_http.api, as servers from 1.4 on require.";
  }
  const name = module.split(".", 1)[0] ?? "";
  const own = getOwn(ownModules, name);
  if (own !== undefined)
    return `Move ${own} beside the scoring script, or add its directory to sys.path in the script.`;
  const spacy = spacyWheel(normalisedName(name), undefined);
  if (spacy !== undefined) return `Add the wheel of the model to the requirements: ${spacy}`;
  const known = providerOf(module, names);
  const yours = `If ${name} is a module of yours, put it beside the scoring script.`;
  if (known === undefined)
    return `${yours} Otherwise add the distribution that provides ${module} to the requirements; its name may be another.`;
  return isAmbiguous(name)
    ? `${yours} Otherwise add ${known} to the requirements.`
    : `Add ${known} to the requirements.`;
}
