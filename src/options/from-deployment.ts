import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Place, Problems, UserError } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { type Deployment, readDeployment } from "./deployment.ts";
import { isDirectory, isFile, isInside, nearMiss, requireFile } from "./paths.ts";
import type { RawOptions } from "./table.ts";

export interface WithDeployment {
  /** The inputs, those that were left empty answered by the deployment file where it can. */
  readonly raw: RawOptions;
  readonly deployment: Deployment | undefined;
}

/**
 * Reads the deployment file, where one is named, before anything else: other inputs have their defaults from it.
 * @throws UserError, UserErrors with file and line
 */
export function fromDeployment(raw: RawOptions, host: Host): WithDeployment {
  const given = raw["deployment-file"]?.trim() ?? "";
  if (given === "") return { raw, deployment: undefined };
  const file = resolve(host.workspace, given);
  const problems = new Problems();
  requireFile("deployment-file", file, "Name the YAML of the deployment.", problems);
  problems.throwIfAny();
  requireInRepository("deployment-file", file, { file }, host);
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
    problems.add("The deployment uploads no code, and with it no packages: it has no code_configuration.code.", {
      file,
      line: 1,
      hint: "Add code_configuration with code and scoring_script.",
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
    problems.add(`code: ${code.text} is not a directory here, so the packages cannot be put into it.`, {
      ...place,
      hint: "Name the directory that it is made from, in the file or in the input code-directory.",
    });
  }
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

/** What lies outside would be uploaded from this machine, and from no other checkout. */
function requireInRepository(field: string, path: string, place: Place & { readonly file: string }, host: Host): void {
  const repository = host.kind === "github" ? host.workspace : repositoryAround(place.file);
  if (repository === undefined || isInside(real(path), real(repository))) return;
  throw new UserError(`${field}: ${path} leaves the repository ${repository}.`, {
    ...place,
    hint: "Name something inside the repository; paths in the file are relative to the file.",
  });
}

/** Links followed as far as the path exists. */
function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

function repositoryAround(path: string): string | undefined {
  const parent = dirname(path);
  if (existsSync(join(parent, ".git"))) return parent;
  return parent === path ? undefined : repositoryAround(parent);
}
