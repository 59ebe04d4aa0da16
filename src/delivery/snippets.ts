import { basename, dirname, posix, relative } from "node:path";
import { namesOf } from "../options/deployment.ts";
import type { Options } from "../options/options.ts";
import type { Host } from "../runner/host.ts";
import type { Target } from "../target/target.ts";
import { slashed } from "../text.ts";
import { setArguments, shellWord } from "./outputs.ts";

/** A way to deploy, to be copied. */
export interface Snippet {
  readonly title: string;
  readonly language: "sh" | "python" | "dockerfile";
  readonly text: string;
}

type Variables = Readonly<Record<string, string>>;

/** Where the container has the code directory when it is mounted by hand. */
const APP = "/var/azureml-app";

/** Each way to hand the variables to a deployment, with the names that are known. */
export function snippets(variables: Variables, options: Options, target: Target): readonly Snippet[] {
  return [
    { title: "Command line, v2", language: "sh", text: commandLine(variables, options) },
    { title: "Python SDK v2", language: "python", text: pythonV2(variables, options, target) },
    {
      title: "Python SDK v1, whose support ended on 2026-06-30",
      language: "python",
      text: pythonV1(variables, options, target),
    },
    { title: "A local try with Docker", language: "sh", text: docker(variables, options, target) },
  ];
}

/** The snippets folded away, for a summary. */
export function foldedSnippets(all: readonly Snippet[]): string {
  const folded = all.map(
    ({ title, language, text }) =>
      `<details><summary>${title}</summary>\n\n\`\`\`${language}\n${text}\n\`\`\`\n\n</details>`,
  );
  return folded.join("\n\n");
}

/** In a terminal, where there is no summary, those for a terminal; the report has all. */
export async function showSnippets(all: readonly Snippet[], host: Host): Promise<void> {
  if (host.kind !== "terminal") return;
  for (const { title, text } of all.filter(({ language }) => language === "sh")) {
    await host.log.group(`${title}:`, async () => host.log.info(text));
  }
}

function commandLine(variables: Variables, { deployment, workspace }: Options): string {
  const file = deployment === undefined ? "deployment.yml" : slashed(relative(workspace, deployment.file));
  const { name, endpoint } = namesOf(deployment);
  return [
    "# With --file the code directory is uploaded too.",
    `az ml online-deployment update --name ${shellWord(name)} --endpoint-name ${shellWord(endpoint)} \\`,
    `  --file ${shellWord(file)} --set ${setArguments(variables)}`,
  ].join("\n");
}

function pythonV2(variables: Variables, options: Options, target: Target): string {
  const { deployment } = options;
  const { name, endpoint } = namesOf(deployment);
  const entity = deployment?.kind === "kubernetes" ? "KubernetesOnlineDeployment" : "ManagedOnlineDeployment";
  const { code, script } = codeOf(options);
  return `from azure.ai.ml.entities import CodeConfiguration, Environment, ${entity}

# Add model and instance_type. The image as it is: with a conda_file Azure ML would build another one from it.
deployment = ${entity}(
    name=${python(name)},
    endpoint_name=${python(endpoint)},
    code_configuration=CodeConfiguration(code=${python(code)}, scoring_script=${python(script)}),
    environment=Environment(image=${python(imageOf(options, target))}),
    environment_variables=${dictionary(variables, "    ")},
    instance_count=1,
)
ml_client.online_deployments.begin_create_or_update(deployment).result()`;
}

/** What the document of the two variables shows, with this mount's values. */
function pythonV1(variables: Variables, options: Options, target: Target): string {
  const { code, script } = codeOf(options);
  return `# Support for SDK v1 ended on 2026-06-30: for what is deployed so already, not for anything new.
from azureml.core import Environment
from azureml.core.model import InferenceConfig

environment = Environment(name="azureml-extra-packages")
environment.docker.enabled = True
environment.docker.base_image = ${python(imageOf(options, target))}
# Otherwise Azure ML builds an image, whose user is root.
environment.python.user_managed_dependencies = True
environment.environment_variables = ${dictionary(variables, "")}
inference_config = InferenceConfig(
    source_directory=${python(code)}, entry_script=${python(script)}, environment=environment
)`;
}

/** Where the scoring script lies deeper, its directory is the root, as Azure ML's local endpoints have it. */
function docker(variables: Variables, options: Options, target: Target): string {
  const { code, script } = codeOf(options);
  const place = posix.dirname(script);
  const model: Variables = options.modelDirectory === "" ? {} : { AZUREML_MODEL_DIR: "/var/azureml-model" };
  const root: Variables = place === "." ? {} : { AML_APP_ROOT: `${APP}/${place}` };
  const all = { ...root, AZUREML_ENTRY_SCRIPT: posix.basename(script), ...model, ...variables };
  const mounts = [`-v "$PWD"${code === "." ? "" : `/${shellWord(code)}`}:${APP}`];
  if (options.modelDirectory !== "") {
    mounts.push(
      `-v "$PWD"/${shellWord(slashed(relative(options.workspace, options.modelDirectory)))}:/var/azureml-model`,
    );
  }
  const settings = Object.entries(all).map(([name, value]) => `-e ${name}=${shellWord(value)}`);
  const request =
    options.smokeTest === "" ? "sample-request.json" : slashed(relative(options.workspace, options.smokeTest));
  return [
    ["docker run -it --rm -p 5001:5001", ...mounts, ...settings, shellWord(imageOf(options, target))].join(" \\\n  "),
    "# In another terminal:",
    `curl --header 'content-type: application/json' --data @${shellWord(request)} http://127.0.0.1:5001/score`,
  ].join("\n");
}

/** The code directory relative to the workspace, the scoring script relative to the code directory. */
function codeOf({ workspace, codeDirectory, scoringScript }: Options): { code: string; script: string } {
  const code = slashed(relative(workspace, codeDirectory)) || ".";
  const directory = slashed(relative(codeDirectory, dirname(scoringScript)));
  return { code, script: posix.join(directory, basename(scoringScript)) };
}

function imageOf({ deployment, image }: Options, target: Target): string {
  if (deployment?.environment.kind === "inline") return deployment.environment.said.text;
  return target.image?.mcrPath ?? (image || "mcr.microsoft.com/azureml/<image>");
}

function dictionary(variables: Variables, indent: string): string {
  const lines = Object.entries(variables).map(([name, value]) => `${indent}    ${python(name)}: ${python(value)},`);
  return ["{", ...lines, `${indent}}`].join("\n");
}

/** A JSON string is a string of Python too. */
function python(text: string): string {
  return JSON.stringify(text);
}
