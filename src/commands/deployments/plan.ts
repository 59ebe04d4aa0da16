import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { requireCheck } from "../../checks/registry.ts";
import type { Host } from "../../host/host.ts";
import { type ListedDeployment, readDeploymentList } from "../../inputs/deployment-list.ts";
import type { Options } from "../../inputs/options.ts";
import { readOptions } from "../../inputs/read-options.ts";
import { orNothing, Problems, UserError, userErrorsOf } from "../../util/errors.ts";
import { sha256 } from "../../util/sha256.ts";

/** GitHub refuses a matrix with more cells. */
const MOST_CELLS = 256;

type Inputs = ListedDeployment["inputs"];

/** A deployment as a cell of a matrix. */
export interface PlannedDeployment extends Inputs {
  readonly name: string;
  /** The set that it belongs to. */
  readonly set: string;
}

export interface DeploymentPlan {
  /** For each set of deployments that share a mount, the deployment that builds it: the first of the set. */
  readonly sets: readonly PlannedDeployment[];
  readonly deployments: readonly PlannedDeployment[];
}

/**
 * Which deployments of a list share a mount: those with the same requirements, target and checks.
 * @param file absolute
 * @throws UserErrors with all problems of all deployments
 */
export function planDeployments(file: string, host: Host): DeploymentPlan {
  const problems = new Problems();
  const listed = readDeploymentList(file);
  const deployments = listed.flatMap((one) => problems.collectAll(() => planned(one, file, host)) ?? []);
  if (listed.length > MOST_CELLS) {
    problems.add(`The list has ${listed.length} deployments, and a matrix at most ${MOST_CELLS}.`, {
      file,
      hint: "Split it into several lists, one for each call of the workflow.",
    });
  }
  problems.throwIfAny();
  const sets = deployments.filter(({ set }, index) => deployments.findIndex((one) => one.set === set) === index);
  return { sets, deployments };
}

function planned({ name, inputs, line }: ListedDeployment, file: string, host: Host): PlannedDeployment {
  try {
    const options = readOptions({ ...inputs, mode: "preinstalled" }, host, requireCheck);
    return { name, set: setOf(options, inputs), ...inputs };
  } catch (thrown) {
    const problems = new Problems();
    for (const { message, hint, place } of userErrorsOf(thrown))
      problems.add(`${name}: ${message}`, { hint, ...(place.file === undefined ? { file, line } : place) });
    problems.throwIfAny();
    throw thrown;
  }
}

/**
 * An id of everything by which mounts of a list differ. Contents count, not paths. What only the interpreter knows, such as
 * local packages, is left to the cache key of the build: two deployments of a set that differ there build twice.
 */
function setOf(options: Options, inputs: Inputs): string {
  const files = options.sources.flatMap(({ file }) => textsOf(file));
  const selections = options.sources.map(({ selection }) => selection);
  const target = [options.image, options.deployment?.environment.reference?.text ?? "", inputs["python-version"]];
  const packages = [inputs.packages, options.environmentName, options.slim, options.installer];
  // What slim leaves out depends on the scoring directory.
  const scoring = options.slim === "on" ? relative(options.workspace, options.scoringDirectory) : "";
  const checks = [inputs.checks, inputs.audit, inputs["max-size"]];
  return sha256(JSON.stringify([files, selections, target, packages, scoring, checks])).slice(0, 12);
}

/** The text of a requirements file and of those that it includes, each once. */
function textsOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = orNothing(() => readFileSync(file, "utf8"))?.replace(/\r\n?/g, "\n");
  if (text === undefined) return []; // the build says what is wrong
  const included = [...text.matchAll(/^\s*(?:-r|--requirement|-c|--constraint)[ =]*([^\s#]+)/gm)];
  return [text, ...included.flatMap(([, path = ""]) => textsOf(resolve(dirname(file), path), seen))];
}

/** @throws UserError without a list */
export function listFile(given: string | undefined, host: Host): string {
  if (given) return resolve(host.workspace, given);
  throw new UserError("--list is missing.", { hint: "Write --list deployments.yml." });
}
