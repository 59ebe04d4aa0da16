import { dirname, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { isFile, nearMiss } from "./paths.ts";
import { requiredText } from "./yaml-fields.ts";
import { isRecord, lineAt, readYaml, type Said, textAt, valueAt, type YamlFile } from "./yaml-file.ts";

export interface DeploymentEnvironment {
  /** `inline` names an image; `named` is an environment of a workspace or registry. */
  readonly kind: "inline" | "named" | "build" | "none";
  /** The image or the name, as written; the line is the deployment file's. */
  readonly said: Said;
  /** Set where a conda file stands beside the image: Azure ML then builds another image. Its text is a path or empty. */
  readonly condaFile: Said | undefined;
}

/**
 * What the deployment file, or the file that its `environment: file:…` names, says of the environment.
 * @throws UserError with file and line of what the client refuses
 */
export function environmentOf(yaml: YamlFile): DeploymentEnvironment {
  if (isRecord(valueAt(yaml, ["environment"]))) return writtenOut(yaml, ["environment"]);
  const said = requiredText(yaml, ["environment"]);
  if (said === undefined) {
    return { kind: "none", said: { text: "", line: lineAt(yaml, ["environment"]) }, condaFile: undefined };
  }
  if (said.text.startsWith("azureml:")) return { kind: "named", said, condaFile: undefined };
  const { kind, said: image, condaFile } = writtenOut(environmentFile(yaml, said), []);
  const { line } = said;
  return { kind, said: { text: image.text, line }, condaFile: condaFile && { text: condaFile.text, line } };
}

function writtenOut(yaml: YamlFile, path: readonly string[]): DeploymentEnvironment {
  const image = requiredText(yaml, [...path, "image"]);
  const condaPath = [...path, "conda_file"];
  const condaFile = valueAt(yaml, condaPath)
    ? (textAt(yaml, ...condaPath) ?? { text: "", line: lineAt(yaml, condaPath) })
    : undefined;
  const otherwise = valueAt(yaml, [...path, "build"]) ? "build" : "none";
  return { kind: image ? "inline" : otherwise, said: image ?? { text: "", line: lineAt(yaml, path) }, condaFile };
}

/** As the client reads it: relative to the deployment file, and only with `file:` before it. */
function environmentFile({ file }: YamlFile, { text, line }: Said): YamlFile {
  const refused = (message: string, hint: string) => new UserError(message, { file, line, hint });
  if (!text.startsWith("file:")) {
    throw refused(
      `environment: ${text} is neither the name of an environment nor a file: the Azure ML client refuses it.`,
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
      `environment: ${text} is a conda file, not an environment: the Azure ML client refuses it.`,
      "Write a mapping with image: <image>; the packages of the mount need no conda file.",
    );
  }
  return yaml;
}
