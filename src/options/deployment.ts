import { dirname, resolve } from "node:path";
import { isMap, isScalar, type YAMLMap } from "yaml";
import { UserError } from "../errors.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

/** Something that a deployment file says, and the line (counted from 1) where it says so. */
export interface Said {
  readonly text: string;
  readonly line: number | undefined;
}

/** What a v2 deployment file says of what concerns packages. */
export interface Deployment {
  /** Absolute. */
  readonly file: string;
  /** Whether the file is to be brought up to date, or only read. */
  readonly write: boolean;
  readonly kind: "managed" | "kubernetes";
  readonly name: string;
  readonly endpointName: string;
  /** Absolute directory, and how the file writes it. */
  readonly code: (Said & { readonly directory: string }) | undefined;
  /** Relative to the code directory. */
  readonly scoringScript: Said | undefined;
  readonly environment: DeploymentEnvironment;
  readonly variables: readonly (Said & { readonly name: string })[];
  /** Fields that the published schema requires and the file does not have. */
  readonly missing: readonly string[];
}

export interface DeploymentEnvironment {
  /** `inline` names an image; `named` is an environment of a workspace or registry. */
  readonly kind: "inline" | "named" | "file" | "build" | "none";
  /** The image or the name, as written. */
  readonly said: Said;
  /** Set where a conda file stands beside the image: Azure ML then builds another image. */
  readonly condaFile: Said | undefined;
}

/** Required fields by kind: reference-yaml-deployment-managed-online, -kubernetes-online of Microsoft's documentation. */
const REQUIRED = {
  managed: ["name", "endpoint_name", "environment", "instance_type", "instance_count"],
  kubernetes: ["name", "endpoint_name", "environment"],
} as const;

/**
 * Reads a v2 ManagedOnlineDeployment or KubernetesOnlineDeployment.
 * @param file absolute
 * @throws UserError, UserErrors with file and line when it is not one
 */
export function readDeployment(file: string, write: boolean): Deployment {
  const yaml = readYaml(file);
  const top = topOf(yaml);
  const kind = kindOf(yaml, top);
  const configuration = mapIn(top, "code_configuration");
  return {
    file,
    write,
    kind,
    name: said(yaml, top, "name")?.text ?? "",
    endpointName: said(yaml, top, "endpoint_name")?.text ?? "",
    code: codeOf(yaml, configuration),
    scoringScript: said(yaml, configuration, "scoring_script"),
    environment: environmentOf(yaml, top),
    variables: variablesOf(yaml, top),
    missing: REQUIRED[kind].filter((field) => !isThere(yaml, field)),
  };
}

function topOf({ document, file, lineOf }: YamlFile): YAMLMap {
  if (isMap(document.contents)) return document.contents;
  throw notADeployment(file, lineOf(document.contents) ?? 1, "it is not a mapping");
}

function kindOf(yaml: YamlFile, top: YAMLMap): Deployment["kind"] {
  const schema = said(yaml, top, "$schema");
  const name = /([A-Za-z]+)\.schema\.json/.exec(schema?.text ?? "")?.[1];
  if (name !== undefined && !/^(managed|kubernetes)OnlineDeployment$/i.test(name)) {
    throw notADeployment(yaml.file, schema?.line, `its $schema is ${name}`);
  }
  if (name === undefined && !top.has("endpoint_name") && !top.has("code_configuration")) {
    throw notADeployment(yaml.file, yaml.lineOf(top), "it has neither endpoint_name nor code_configuration");
  }
  const kubernetes = /^kubernetes/i.test(name ?? said(yaml, top, "type")?.text ?? "");
  return kubernetes ? "kubernetes" : "managed";
}

function notADeployment(file: string, line: number | undefined, why: string): UserError {
  return new UserError(`This is not a deployment of an online endpoint: ${why}.`, {
    file,
    line,
    hint: "deployment-file takes the YAML of `az ml online-deployment create --file`, one deployment in it.",
  });
}

/** `code: ./src`, or the older `code: { local_path: ./src }`. */
function codeOf(yaml: YamlFile, configuration: YAMLMap | undefined): Deployment["code"] {
  const older = mapIn(configuration, "code");
  const code = older ? said(yaml, older, "local_path") : said(yaml, configuration, "code");
  return code && { ...code, directory: resolve(dirname(yaml.file), code.text.replace(/^file:(\/\/)?/, "")) };
}

function environmentOf(yaml: YamlFile, top: YAMLMap): DeploymentEnvironment {
  const inline = mapIn(top, "environment");
  if (inline === undefined) {
    const name = said(yaml, top, "environment");
    if (name === undefined) return { kind: "none", said: { text: "", line: undefined }, condaFile: undefined };
    return { kind: /^azureml:/.test(name.text) ? "named" : "file", said: name, condaFile: undefined };
  }
  const image = said(yaml, inline, "image");
  const where = image ?? { text: "", line: yaml.lineOf(inline) };
  const condaFile = inline.has("conda_file")
    ? (said(yaml, inline, "conda_file") ?? { text: "inline", line: yaml.lineOf(inline.get("conda_file", true)) })
    : undefined;
  return { kind: image ? "inline" : inline.has("build") ? "build" : "none", said: where, condaFile };
}

/** Aliases and merge keys included: what Azure ML would set. */
function variablesOf(yaml: YamlFile, top: YAMLMap): Deployment["variables"] {
  const { environment_variables: variables } = yaml.value as { environment_variables?: unknown };
  if (typeof variables !== "object" || variables === null) return [];
  const written = mapIn(top, "environment_variables");
  const otherwise = yaml.lineOf(top.get("environment_variables", true));
  return Object.entries(variables).map(([name, value]) => ({
    name,
    text: String(value ?? ""),
    line: yaml.lineOf(written?.get(name, true)) ?? otherwise,
  }));
}

function isThere(yaml: YamlFile, field: string): boolean {
  const value = (yaml.value as Record<string, unknown>)[field];
  return value !== undefined && value !== null && value !== "";
}

function mapIn(map: YAMLMap | undefined, key: string): YAMLMap | undefined {
  const node = map?.get(key);
  return isMap(node) ? node : undefined;
}

function said({ lineOf, document }: YamlFile, map: YAMLMap | undefined, key: string): Said | undefined {
  const node = map?.get(key, true) as unknown;
  const target = isScalar(node) ? node : resolved(node, document);
  if (!isScalar(target) || target.value === null || target.value === "") return undefined;
  return { text: String(target.value), line: lineOf(node) };
}

function resolved(node: unknown, document: YamlFile["document"]): unknown {
  const alias = node as { resolve?: (document: YamlFile["document"]) => unknown } | undefined;
  return alias?.resolve?.(document);
}
