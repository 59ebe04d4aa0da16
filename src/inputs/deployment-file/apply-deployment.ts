import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Host } from "../../host/host.ts";
import { type Place, Problems, UserError } from "../../util/errors.ts";
import { isDirectory, isFile, isInside, nearMiss, requireFile } from "../paths.ts";
import type { RawOptions } from "../table.ts";
import { type Deployment, readDeployment } from "./deployment.ts";

export interface WithDeployment {
  /** The inputs, empty ones filled in from the deployment file where it has a value. */
  readonly raw: RawOptions;
  readonly deployment: Deployment | undefined;
}

/**
 * Reads the deployment file, if one is named, before anything else: other inputs get their defaults from it.
 * @throws UserError, UserErrors with file and line
 */
export function fromDeployment(raw: RawOptions, host: Host): WithDeployment {
  const given = raw["deployment-file"]?.trim() ?? "";
  if (given === "") return { raw, deployment: undefined };
  const file = resolve(host.workspace, given);
  const problems = new Problems();
  requireFile("deployment-file", file, "Name the YAML of the deployment.", problems);
  problems.throwIfAny();
  requireInRepository("Input deployment-file", file, { file }, host);
  const deployment = readDeployment(file, host.kind === "github" || raw.write === "true");
  requirePlaces(deployment, raw, host, problems);
  problems.throwIfAny();
  const { code, scoringScript } = deployment;
  const answers = { "code-directory": code?.directory, "scoring-script": scoringScript?.text };
  const missing = Object.entries(answers).filter(([name, answer]) => !raw[name]?.trim() && answer !== undefined);
  return { raw: { ...raw, ...Object.fromEntries(missing) }, deployment };
}

function requirePlaces(deployment: Deployment, raw: RawOptions, host: Host, problems: Problems): void {
  const { file, code } = deployment;
  if (code === undefined) {
    problems.add("The deployment has no code_configuration.code, so it uploads neither code nor packages.", {
      file,
      line: 1,
      hint: isModelAlone(deployment) ? MODEL_ALONE : "Add code_configuration with code and scoring_script.",
    });
    return;
  }
  const place = { file, line: code.line };
  const { directory } = code;
  if (directory !== undefined) {
    problems.collect(() => {
      requireInRepository("code", directory, place, host);
      requireCode(directory, deployment, place);
    });
  } else if (!raw["code-directory"]?.trim()) {
    problems.add(`code: ${code.text} is not a directory on this machine, so the packages cannot be put into it.`, {
      ...place,
      hint: "Name the directory that it was created from, in the file or with the input code-directory.",
    });
  }
}

const MODEL_ALONE =
  "An MLflow model without a scoring script uses no mount: Azure ML makes its environment from the model's conda.yaml. To use a scoring script and packages of your own, add code_configuration with code and scoring_script.";

/** A deployment without code of an MLflow model. */
function isModelAlone({ model, isMlflow }: Deployment): boolean {
  return isMlflow || (model !== undefined && isFile(join(model.path, "MLmodel")));
}

function requireCode(directory: string, { file, code, scoringScript }: Deployment, place: Place): void {
  if (!isDirectory(directory)) {
    throw new UserError(`code: ${code?.text} is not a directory (${directory}).`, {
      ...place,
      hint: nearMiss(directory) ?? "The path is relative to the deployment file.",
    });
  }
  if (scoringScript === undefined || isFile(join(directory, scoringScript.text))) return;
  throw new UserError(`scoring_script: ${scoringScript.text} is not a file in ${directory}.`, {
    file,
    line: scoringScript.line,
    hint: nearMiss(join(directory, scoringScript.text)) ?? "The path is relative to code.",
  });
}

/** A file outside would be uploaded from this machine only, not from another checkout. */
function requireInRepository(field: string, path: string, place: Place & { readonly file: string }, host: Host): void {
  const repository = host.kind === "github" ? host.workspace : repositoryAround(place.file);
  if (repository === undefined || isInside(real(path), real(repository))) return;
  throw new UserError(`${field}: ${path} is outside the repository ${repository}.`, {
    ...place,
    hint: "Use a path inside the repository; paths in the file are relative to the file.",
  });
}

/** Links are followed if the path exists. */
function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

function repositoryAround(path: string): string | undefined {
  const parent = dirname(path);
  if (existsSync(join(parent, ".git"))) return parent;
  return parent === path ? undefined : repositoryAround(parent);
}
