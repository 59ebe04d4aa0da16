import { basename, dirname, posix, relative } from "node:path";
import { setArguments } from "../delivery/outputs.ts";
import type { Host } from "../host/host.ts";
import type { Target } from "../images/target.ts";
import { namesOf } from "../inputs/deployment-file/deployment.ts";
import type { Options } from "../inputs/options.ts";
import { programName } from "../util/program-name.ts";
import { shellWord } from "../util/shell-word.ts";
import { slashed } from "../util/text.ts";

/** Code for one way to deploy, ready to copy. */
export interface Snippet {
  readonly title: string;
  readonly language: "sh" | "python" | "dockerfile";
  readonly text: string;
}

type Variables = Readonly<Record<string, string>>;

/** A snippet for each way to set the variables of a deployment, with the known names filled in. */
export function snippets(variables: Variables, options: Options, target: Target): readonly Snippet[] {
  return [
    { title: "Azure CLI v2", language: "sh", text: commandLine(variables, options) },
    { title: "Python SDK v2", language: "python", text: pythonV2(variables, options, target) },
    {
      title: "Python SDK v1 (support ended on 2026-06-30)",
      language: "python",
      text: pythonV1(variables, options, target),
    },
    ...localTest(options, target),
  ];
}

/** Prints the shell snippets in a terminal, which shows no summary; the report contains all snippets. */
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
    "# With --file, the code directory is uploaded as well.",
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

# Add model and instance_type, but no conda_file: with one, Azure ML builds another image.
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

/** The example in Microsoft's document about the two variables, with this mount's values. */
function pythonV1(variables: Variables, options: Options, target: Target): string {
  const { code, script } = codeOf(options);
  return `# Support for SDK v1 ended on 2026-06-30. Use it only for existing deployments.
from azureml.core import Environment
from azureml.core.model import InferenceConfig

environment = Environment(name="azureml-extra-packages")
environment.docker.enabled = True
environment.docker.base_image = ${python(imageOf(options, target))}
# Otherwise Azure ML builds another image, which runs as root.
environment.python.user_managed_dependencies = True
environment.environment_variables = ${dictionary(variables, "")}
inference_config = InferenceConfig(
    source_directory=${python(code)}, entry_script=${python(script)}, environment=environment
)`;
}

/** The command `try`, with the flags of this run. It needs a mount, so that mode `dynamic` has none. */
function localTest(options: Options, target: Target): Snippet[] {
  if (options.mode === "dynamic") return [];
  const { deployment, workspace, scoringDirectory, mountParent, environmentName } = options;
  const { code, script } = codeOf(options);
  const path = (file: string) => (file === "" ? "" : slashed(relative(workspace, file)));
  const { reference, condaFile } = deployment?.environment ?? {};
  const isImageInFile = (reference?.text ?? "") !== "" && condaFile === undefined;
  const flags = {
    "deployment-file": path(deployment?.file ?? ""),
    "code-directory": code === "." ? "" : code,
    "scoring-script": script === "score.py" ? "" : script,
    "environment-name": environmentName === "myenv" ? "" : environmentName,
    "mount-parent":
      mountParent === scoringDirectory ? "" : slashed(relative(options.codeDirectory, mountParent)) || ".",
    "model-directory": path(options.modelDirectory),
    image: options.image || (isImageInFile ? "" : imageOf(options, target)),
    engine: options.engine === "auto" ? "" : options.engine,
    pull: options.pull === "auto" ? "" : options.pull,
    "instance-type": options.instanceType === deployment?.instanceType?.text ? "" : options.instanceType,
    "smoke-test": path(options.smokeTest),
  };
  const words = Object.entries(flags).filter(([, value]) => value !== "");
  const command = [`${programName()} try`, ...words.map(([name, value]) => `--${name} ${shellWord(value)}`)];
  return [{ title: "Local test in a container", language: "sh", text: command.join(" \\\n  ") }];
}

/** The code directory relative to the workspace, the scoring script relative to the code directory. */
function codeOf({ workspace, codeDirectory, scoringScript }: Options): { code: string; script: string } {
  const code = slashed(relative(workspace, codeDirectory)) || ".";
  const directory = slashed(relative(codeDirectory, dirname(scoringScript)));
  return { code, script: posix.join(directory, basename(scoringScript)) };
}

function imageOf({ deployment, image }: Options, target: Target): string {
  const { kind, reference, condaFile } = deployment?.environment ?? {};
  if (kind === "inline" && condaFile === undefined) return reference?.text ?? "";
  return target.image?.mcrPath ?? (image || "mcr.microsoft.com/azureml/<image>");
}

function dictionary(variables: Variables, indent: string): string {
  const lines = Object.entries(variables).map(([name, value]) => `${indent}    ${python(name)}: ${python(value)},`);
  return ["{", ...lines, `${indent}}`].join("\n");
}

/** A JSON string is also a valid Python string. */
function python(text: string): string {
  return JSON.stringify(text);
}
