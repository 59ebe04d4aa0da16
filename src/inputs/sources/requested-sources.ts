import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { UserError, UserErrors } from "../../util/errors.ts";
import { slashed } from "../../util/text.ts";
import type { Deployment } from "../deployment-file/deployment.ts";
import { readUtf8 } from "../deployment-file/read-utf8.ts";
import { pathsBelow } from "../find-below.ts";
import { isDirectory, isFile, isInside, nearMiss, type Places } from "../paths.ts";
import type { Inputs } from "../raw-inputs.ts";
import { readConda } from "./conda/conda-file.ts";
import { readSource } from "./read-source.ts";
import { NOTHING_SELECTED, type RequirementSource, type Selection } from "./source.ts";

/**
 * The files that name the packages: those of the input `requirements`, else the deployment's conda file, else
 * `requirements.txt` beside the scoring script, else the one conda file there.
 */
export function requestedSources(
  inputs: Inputs,
  places: Places,
  deployment: Deployment | undefined,
): readonly RequirementSource[] {
  if (["verify", "restore"].includes(inputs.text("mode"))) return [];
  const from = inputs.text("from");
  const given = from === "" ? inputs.lines("requirements") : [from];
  if (given.length > 0)
    return given.flatMap((text) => inputs.problems.collectAll(() => namedSource(text, inputs)) ?? []);
  return inputs.problems.collectAll(() => defaultSources(inputs, places, deployment)) ?? [];
}

/** `pyproject.toml[extra, other]` and `pyproject.toml:group`. */
const SELECTED = /^(.*\.(?:toml|lock))(?:\[([^\]]+)\])?(?::([\w.-]+))?$/;

function namedSource(text: string, { host }: Inputs): RequirementSource {
  const [, path = text, extras, group = ""] = existsSync(resolve(host.workspace, text))
    ? []
    : (SELECTED.exec(text) ?? []);
  const selection: Selection = { extras: (extras ?? "").split(/[\s,]+/).filter((one) => one !== ""), group };
  const file = resolve(host.workspace, path);
  if (isDirectory(file)) return readSource(fileOfDirectory(file), selection);
  if (isFile(file)) return readSource(file, selection);
  throw new UserError(`Input requirements: ${file} is not a file.`, {
    hint: nearMiss(file) ?? NAME_A_FILE,
  });
}

function fileOfDirectory(directory: string): string {
  const model = join(directory, "MLmodel");
  if (isFile(model)) return model;
  throw new UserError(`Input requirements: ${directory} is a directory without an MLmodel.`, {
    hint: "Name a file, or the directory of an MLflow model.",
  });
}

/** Names that a conda file usually has. */
const CONDA_NAMES = ["conda.yaml", "conda.yml", "environment.yaml", "environment.yml"];
/** Files that are read only when the input names them, because they rarely describe the scoring script alone. */
const OTHER_NAMES = ["pylock.toml", "uv.lock", "pyproject.toml", "poetry.lock", "Pipfile.lock", "Pipfile", "setup.py"];

/** Whether a conda file is read without being named: it is the only file beside the scoring script that names packages. */
export function isFoundByDefault(file: string, scoringDirectory: string): boolean {
  const there = ["requirements.txt", ...CONDA_NAMES].filter((name) => isFile(join(scoringDirectory, name)));
  return there.length === 1 && join(scoringDirectory, there[0] as string) === file;
}

function defaultSources(
  inputs: Inputs,
  { codeDirectory, scoringDirectory }: Places,
  deployment: Deployment | undefined,
): RequirementSource[] {
  // A wrong scoring script is already reported; files are not searched for in its directory.
  const isSearched = isDirectory(scoringDirectory) && isInside(scoringDirectory, codeDirectory);
  const there = (names: readonly string[]) =>
    isSearched ? names.map((name) => join(scoringDirectory, name)).filter((path) => isFile(path)) : [];
  const [plain, conda] = [there(["requirements.txt"]), there(CONDA_NAMES)];
  const ofDeployment = condaSourceOf(deployment);
  if (ofDeployment !== undefined) {
    const why = `The deployment's conda_file ${ofDeployment.file} names the packages`;
    sayUnused(
      [...plain, ...conda].filter((path) => path !== ofDeployment.file),
      why,
      inputs,
    );
    return [ofDeployment];
  }
  if (plain[0] !== undefined) {
    sayUnused(conda, "requirements.txt names the packages", inputs);
    return [readSource(plain[0])];
  }
  if (conda.length > 1) {
    throw new UserError(
      `There are several conda files beside the scoring script: ${conda.map((one) => basename(one)).join(", ")}.`,
      {
        hint: "Name one in the input requirements.",
      },
    );
  }
  if (conda[0] !== undefined) {
    const name = slashed(relative(inputs.host.workspace, conda[0]));
    inputs.host.log.info(`The packages are those of the conda file ${name}: there is no requirements.txt.`);
    return [readSource(conda[0])];
  }
  if (!isSearched || inputs.lines("packages").length > 0) return [];
  const others = there(OTHER_NAMES);
  if (deployment === undefined || others.length > 0) {
    throw nothingFound(join(scoringDirectory, "requirements.txt"), others, inputs.host.workspace);
  }
  const place = { file: deployment.file, line: deployment.environment.reference.line };
  inputs.host.log.notice(
    "No file names packages, so the scoring script is verified with the image's packages alone.",
    place,
  );
  return [];
}

function nothingFound(file: string, others: readonly string[], workspace: string): UserError {
  const hint = adviceOn(others) ?? nearMiss(file) ?? ofModel(dirname(file), workspace) ?? NAME_A_FILE;
  return new UserError(`Input requirements: ${file} is not a file.`, { hint });
}

const NAME_A_FILE = "Name the file in `requirements`, or list requirements in `packages`.";

/** The first file that can be read as it is, else how to export the first one. */
function adviceOn(others: readonly string[]): string | undefined {
  const problems = others.map((path) => ({ name: basename(path), problem: problemOf(path) }));
  const usable = problems.find(({ problem }) => problem === undefined);
  if (usable !== undefined) return `To use ${usable.name}, name it in the input requirements.`;
  const [first] = problems;
  return first && `${first.name} cannot be used as it is. ${first.problem?.hint ?? first.problem?.message}`;
}

function problemOf(path: string): UserError | undefined {
  try {
    readSource(path);
  } catch (error) {
    if (error instanceof UserError) return error;
    if (!(error instanceof UserErrors)) throw error;
    return error.errors[0];
  }
  return undefined;
}

/** The only MLflow model below a directory. */
function ofModel(directory: string, workspace: string): string | undefined {
  const found = pathsBelow(directory, "MLmodel", isFile) ?? [];
  if (found.length !== 1) return undefined;
  const model = slashed(relative(workspace, dirname(join(directory, found[0] as string))));
  return `To use the packages of the MLflow model, name its directory ${model} in the input requirements.`;
}

function sayUnused(paths: readonly string[], why: string, { host }: Inputs): void {
  for (const path of paths) {
    host.log.notice(`${why}; ${basename(path)} beside the scoring script is not used.`, { file: path });
  }
}

/** @throws UserError with the line of the deployment file if its conda file is not there */
function condaSourceOf(deployment: Deployment | undefined): RequirementSource | undefined {
  const conda = deployment?.environment.condaFile;
  if (deployment === undefined || conda === undefined) return undefined;
  if (conda.inline !== undefined) return readConda(conda.inline.yaml, conda.inline.path);
  const { path = "", line, text } = conda;
  if (isFile(path)) {
    readUtf8(path); // throws for UTF-16, which the client does not read
    return readSource(path, NOTHING_SELECTED);
  }
  throw new UserError(`conda_file: ${text} is not a file (${path}).`, {
    file: deployment.file,
    line,
    hint: nearMiss(path) ?? "The path is relative to the deployment file.",
  });
}
