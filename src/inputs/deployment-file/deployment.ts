import { dirname, resolve } from "node:path";
import { UserError } from "../../util/errors.ts";
import { type DeploymentEnvironment, environmentOf } from "./deployment-environment.ts";
import { requireNoPlaceholders, wasTemplate } from "./placeholders.ts";
import { type Serving, servingOf } from "./serving.ts";
import { notTextAt, requiredText } from "./yaml-fields.ts";
import {
  isRecord,
  type Located,
  lineAt,
  nodeAt,
  readYaml,
  sharedAt,
  textAt,
  valueAt,
  type YamlFile,
} from "./yaml-file.ts";
import { pythonText } from "./yaml-scalars.ts";

/** The fields of a v2 deployment file that concern packages. */
export interface Deployment {
  /** Absolute. */
  readonly file: string;
  /** Whether the file is to be updated, or only read. */
  readonly write: boolean;
  readonly kind: "managed" | "kubernetes";
  readonly name: string;
  readonly endpointName: string;
  /** As written, and its absolute directory; `undefined` if the code is not a directory on this machine. */
  readonly code: (Located & { readonly directory: string | undefined }) | undefined;
  /** Relative to the code directory. */
  readonly scoringScript: Located | undefined;
  /** As written, and absolute; `undefined` if there is none, or it is not on this machine. */
  readonly model: (Located & { readonly path: string }) | undefined;
  /** Whether its type says that the model is one of MLflow. */
  readonly isMlflow: boolean;
  readonly environment: DeploymentEnvironment;
  /** As written, of a managed deployment: the name of a size. On Kubernetes, clusters define their own names. */
  readonly instanceType: Located | undefined;
  readonly serving: Serving;
  /** With the values that the client passes on. */
  readonly variables: readonly (Located & { readonly name: string })[];
  /** Fields that the published schema requires and the file does not have. */
  readonly missing: readonly string[];
  /** Fields that the client rejects because it does not read them as text. */
  readonly notText: readonly (Located & { readonly name: string })[];
}

/** For commands and snippets: the deployment's names, or placeholders. */
export function namesOf(deployment: Deployment | undefined): { name: string; endpoint: string } {
  const known = (name = "") => (wasTemplate(name) ? "" : name);
  return {
    name: known(deployment?.name) || "my-deployment",
    endpoint: known(deployment?.endpointName) || "my-endpoint",
  };
}

/**
 * Required fields by kind: reference-yaml-deployment-managed-online, -kubernetes-online of Microsoft's documentation.
 */
const REQUIRED = {
  managed: ["name", "endpoint_name", "environment", "instance_type", "instance_count"],
  kubernetes: ["name", "endpoint_name", "environment"],
} as const;

const TEXTS = ["name", "endpoint_name", "instance_type"] as const;

/**
 * Reads a v2 ManagedOnlineDeployment or KubernetesOnlineDeployment.
 * @param file absolute
 * @throws UserError, UserErrors with file and line when it is not one
 */
export function readDeployment(file: string, write: boolean): Deployment {
  requireNoPlaceholders(file);
  const yaml = readYaml(file);
  if (!isRecord(yaml.value)) throw notADeployment(file, "it is not a mapping", lineAt(yaml, []));
  const kind = kindOf(yaml);
  return {
    file,
    write,
    kind,
    name: textAt(yaml, "name")?.text ?? "",
    endpointName: textAt(yaml, "endpoint_name")?.text ?? "",
    code: codeOf(yaml),
    scoringScript: requiredText(yaml, ["code_configuration", "scoring_script"]),
    model: modelOf(yaml),
    isMlflow: textAt(yaml, "model", "type")?.text === "mlflow_model",
    environment: environmentOf(yaml),
    instanceType: kind === "managed" ? textAt(yaml, "instance_type") : undefined,
    serving: servingOf(yaml),
    variables: variablesOf(yaml),
    notText: TEXTS.flatMap((name) => {
      const other = notTextAt(yaml, [name]);
      return other ? [{ name, ...other }] : [];
    }),
    missing: REQUIRED[kind].filter((field) => [undefined, null, ""].includes(valueAt(yaml, [field]) as never)),
  };
}

function kindOf(yaml: YamlFile): Deployment["kind"] {
  const schema = textAt(yaml, "$schema");
  const name = /([A-Za-z]+)\.schema\.json/.exec(schema?.text ?? "")?.[1];
  if (name !== undefined && !/^(managed|kubernetes)OnlineDeployment$/i.test(name)) {
    throw notADeployment(yaml.file, `its $schema is ${name}`, schema?.line);
  }
  if (name === undefined && !["endpoint_name", "code_configuration"].some((key) => valueAt(yaml, [key]))) {
    throw notADeployment(yaml.file, "it has neither endpoint_name nor code_configuration", lineAt(yaml, []));
  }
  return /^kubernetes/i.test(name ?? textAt(yaml, "type")?.text ?? "") ? "kubernetes" : "managed";
}

function notADeployment(file: string, why: string, line = 1): UserError {
  return new UserError(`This is not a deployment of an online endpoint: ${why}.`, {
    file,
    line,
    hint: "The input deployment-file takes the YAML of `az ml online-deployment create --file`, one deployment in it.",
  });
}

/** A directory on this machine, the name of an asset, or a URL. */
function codeOf(yaml: YamlFile): Deployment["code"] {
  const code = requiredText(yaml, ["code_configuration", "code"]);
  if (code === undefined) return undefined;
  const { text, line } = code;
  if (/^file:/i.test(text)) {
    throw new UserError(`code: ${text} is not found by the Azure ML client, which treats file: as part of the path.`, {
      file: yaml.file,
      line,
      hint: `Write ${text.replace(/^file:(\/\/)?/i, "") || "."} without file:`,
    });
  }
  const elsewhere = /^(azureml:|[a-z][a-z0-9+.-]+:\/\/)/i.test(text);
  return { text, line, directory: elsewhere ? undefined : resolve(dirname(yaml.file), text) };
}

/** A registered model, the output of a job and a URL are not on this machine. */
function modelOf(yaml: YamlFile): Deployment["model"] {
  const path = textAt(yaml, "model", "path");
  if (path === undefined || /^[a-z][a-z0-9+.-]+:/i.test(path.text)) return undefined;
  return { ...path, path: resolve(dirname(yaml.file), path.text) };
}

/** Including those from aliases and merge keys: what Azure ML would set. */
function variablesOf(yaml: YamlFile): Deployment["variables"] {
  const variables = valueAt(yaml, ["environment_variables"]) ?? {};
  if (!isRecord(variables)) {
    throw new UserError("environment_variables is not a mapping of names to values.", {
      file: yaml.file,
      line: lineAt(yaml, ["environment_variables"]),
    });
  }
  if (valueAt(yaml, ["environment_variables"]) !== undefined && nodeAt(yaml, ["environment_variables"]) === undefined) {
    throw new UserError(
      "environment_variables comes from a merge key: changing it would also change the other place.",
      {
        file: yaml.file,
        line: lineAt(yaml, ["<<"]),
        hint: "Write environment_variables in full; it may have a merge key (<<) of its own.",
      },
    );
  }
  const shared = sharedAt(yaml, ["environment_variables"]);
  if (shared !== undefined) {
    throw new UserError(
      "environment_variables is shared by an anchor: changing it would also change the other place.",
      {
        file: yaml.file,
        line: shared,
        hint: "Write environment_variables in full, or include shared variables with a merge key (<<).",
      },
    );
  }
  return Object.entries(variables).map(([name, value]) => ({
    name,
    text: passedOn(value, notTextAt(yaml, ["environment_variables", name])),
    line: lineAt(yaml, ["environment_variables", name]),
  }));
}

/** A value that the client does not read as text becomes text as Python writes it: `true` becomes `True`. */
function passedOn(value: unknown, notText: Located | undefined): string {
  if (notText !== undefined) return pythonText(notText.text);
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
}
