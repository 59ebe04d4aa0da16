import { dirname, resolve } from "node:path";
import { UserError } from "../../util/errors.ts";
import { isFile, nearMiss } from "../paths.ts";
import { requiredText } from "./yaml-fields.ts";
import { isRecord, type Located, lineAt, readYaml, textAt, valueAt, type YamlFile } from "./yaml-file.ts";

export interface DeploymentEnvironment {
  /** `inline` names an image; `named` is an environment of a workspace or registry. */
  readonly kind: "inline" | "named" | "build" | "none";
  /** The image or the name, as written; the line is the deployment file's. */
  readonly reference: Located;
  /** Set if the image has a conda file: Azure ML then builds another image. */
  readonly condaFile: CondaFile | undefined;
}

/** A conda file of an environment. Its text is a path, or empty if the packages are in the environment itself. */
export interface CondaFile extends Located {
  /** Absolute. */
  readonly path?: string;
  readonly inline?: { readonly yaml: YamlFile; readonly path: readonly string[] };
}

/**
 * Reads the environment in the deployment file, or in the file that its `environment: file:…` names.
 * @throws UserError with file and line of what the client rejects
 */
export function environmentOf(yaml: YamlFile): DeploymentEnvironment {
  if (isRecord(valueAt(yaml, ["environment"]))) return writtenOut(yaml, ["environment"]);
  const reference = requiredText(yaml, ["environment"]);
  if (reference === undefined) {
    return { kind: "none", reference: { text: "", line: lineAt(yaml, ["environment"]) }, condaFile: undefined };
  }
  if (reference.text.startsWith("azureml:")) return { kind: "named", reference, condaFile: undefined };
  const { kind, reference: image, condaFile } = writtenOut(environmentFile(yaml, reference), []);
  const { line } = reference;
  return { kind, reference: { text: image.text, line }, condaFile: condaFile && { ...condaFile, line } };
}

function writtenOut(yaml: YamlFile, path: readonly string[]): DeploymentEnvironment {
  const image = requiredText(yaml, [...path, "image"]);
  const condaFile = condaFileAt(yaml, [...path, "conda_file"]);
  const otherwise = valueAt(yaml, [...path, "build"]) ? "build" : "none";
  return { kind: image ? "inline" : otherwise, reference: image ?? { text: "", line: lineAt(yaml, path) }, condaFile };
}

/** As the client reads it: a path relative to the file, or a conda environment in its place. */
function condaFileAt(yaml: YamlFile, path: readonly string[]): CondaFile | undefined {
  if (!valueAt(yaml, path)) return undefined;
  const named = textAt(yaml, ...path);
  if (named === undefined) return { text: "", line: lineAt(yaml, path), inline: { yaml, path } };
  return { ...named, path: resolve(dirname(yaml.file), named.text.replace(/^file:/, "")) };
}

/** As the client reads it: relative to the deployment file, and only with the prefix `file:`. */
function environmentFile({ file }: YamlFile, { text, line }: Located): YamlFile {
  const refused = (message: string, hint: string) => new UserError(message, { file, line, hint });
  if (!text.startsWith("file:")) {
    throw refused(
      `environment: ${text} is neither the name of an environment nor a file: the Azure ML client rejects it.`,
      `Write file:${text} for a file, azureml:<name>:<version> for an environment of the workspace.`,
    );
  }
  const path = resolve(dirname(file), text.slice("file:".length));
  if (!isFile(path)) {
    throw refused(
      `environment: ${text} is not a file (${path}).`,
      nearMiss(path) ?? "The path is relative to the deployment file.",
    );
  }
  const yaml = readYaml(path);
  if (!isRecord(yaml.value))
    throw refused(`environment: ${text} is not a mapping.`, "Name the YAML of an environment.");
  if ("dependencies" in yaml.value || "channels" in yaml.value) {
    throw refused(
      `environment: ${text} is a conda file, not an environment: the Azure ML client rejects it.`,
      "Write a mapping with image: <image>; the packages of the mount need no conda file.",
    );
  }
  return yaml;
}
