import { dirname, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { type DeploymentEnvironment, environmentOf } from "./deployment-environment.ts";
import { notTextAt, requiredText } from "./yaml-fields.ts";
import {
  isRecord,
  lineAt,
  nodeAt,
  readYaml,
  type Said,
  sharedAt,
  textAt,
  valueAt,
  type YamlFile,
} from "./yaml-file.ts";

/** What a v2 deployment file says of what concerns packages. */
export interface Deployment {
  /** Absolute. */
  readonly file: string;
  /** Whether the file is to be brought up to date, or only read. */
  readonly write: boolean;
  readonly kind: "managed" | "kubernetes";
  readonly name: string;
  readonly endpointName: string;
  /** As written, and the absolute directory it means; `undefined` where the code is not a directory of this machine. */
  readonly code: (Said & { readonly directory: string | undefined }) | undefined;
  /** Relative to the code directory. */
  readonly scoringScript: Said | undefined;
  readonly environment: DeploymentEnvironment;
  readonly variables: readonly (Said & { readonly name: string })[];
  /** Fields that the published schema requires and the file does not have. */
  readonly missing: readonly string[];
  /** Fields that the client refuses because it reads them as something else than text. */
  readonly notText: readonly (Said & { readonly name: string })[];
}

/** For commands and snippets: the deployment's names, or words that stand for them. */
export function namesOf(deployment: Deployment | undefined): { name: string; endpoint: string } {
  return { name: deployment?.name || "my-deployment", endpoint: deployment?.endpointName || "my-endpoint" };
}

/** Required fields by kind: reference-yaml-deployment-managed-online, -kubernetes-online of Microsoft's documentation. */
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
    environment: environmentOf(yaml),
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
    hint: "deployment-file takes the YAML of `az ml online-deployment create --file`, one deployment in it.",
  });
}

/** A directory of this machine, or an asset's name or an address. */
function codeOf(yaml: YamlFile): Deployment["code"] {
  const code = requiredText(yaml, ["code_configuration", "code"]);
  if (code === undefined) return undefined;
  const { text, line } = code;
  if (/^file:/i.test(text)) {
    throw new UserError(`code: ${text} is not found by the Azure ML client, to which file: is part of the path.`, {
      file: yaml.file,
      line,
      hint: `Write ${text.replace(/^file:(\/\/)?/i, "") || "."} without file:`,
    });
  }
  const elsewhere = /^(azureml:|[a-z][a-z0-9+.-]+:\/\/)/i.test(text);
  return { text, line, directory: elsewhere ? undefined : resolve(dirname(yaml.file), text) };
}

/** Those of aliases and merge keys included: what Azure ML would set. */
function variablesOf(yaml: YamlFile): Deployment["variables"] {
  const variables = valueAt(yaml, ["environment_variables"]) ?? {};
  if (!isRecord(variables)) {
    throw new UserError("environment_variables is not a mapping of names to values.", {
      file: yaml.file,
      line: lineAt(yaml, ["environment_variables"]),
    });
  }
  if (valueAt(yaml, ["environment_variables"]) !== undefined && nodeAt(yaml, ["environment_variables"]) === undefined) {
    throw new UserError("environment_variables comes from a merge key: changing it would change the other place too.", {
      file: yaml.file,
      line: lineAt(yaml, ["<<"]),
      hint: "Write environment_variables out, and let it take over others by a merge key (<<) of its own.",
    });
  }
  const shared = sharedAt(yaml, ["environment_variables"]);
  if (shared !== undefined) {
    throw new UserError("environment_variables is shared by an anchor: changing it would change the other place too.", {
      file: yaml.file,
      line: shared,
      hint: "Write environment_variables out, or let it take over others by a merge key (<<).",
    });
  }
  return Object.entries(variables).map(([name, value]) => ({
    name,
    text: typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? ""),
    line: lineAt(yaml, ["environment_variables", name]),
  }));
}
