import { availableParallelism } from "node:os";
import { SERVER_CLOSURE } from "../../images/server/server.ts";
import type { Target } from "../../images/target.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import type { Inventory } from "../../mount/inventory/inventory.ts";
import type { ProbeRun } from "../../python/probe.ts";
import type { RunningImage } from "../../python/running-image.ts";
import { settleAll } from "../../util/schedule.ts";
import { howItEnded, readAnswer, stepsFor } from "./import-probe.ts";
import { runImports } from "./run-imports.ts";
import { type WantedLibrary, wantedFrom, withoutDoubles } from "./wanted-libraries.ts";

/** A module of a requested distribution that the container could not import. */
export interface ImportFailure {
  readonly distribution: string;
  readonly module: string;
  readonly error: string;
  /** The module that was not found, if that is the cause. */
  readonly missing: string | null;
}

/** What importing distributions showed. */
export interface Tried {
  readonly failures: readonly ImportFailure[];
  readonly wanted: readonly WantedLibrary[];
}

/** What is imported, and for which target. */
interface Asked {
  readonly inventory: Inventory;
  readonly target: Target;
}

/** Modules and directories that wheels contain at the top level by mistake; nothing imports them. */
export const NOT_FOR_IMPORT =
  /^(tests?|testing|docs?|examples?|samples|benchmarks?|setup|conftest|scripts|tools|build|dist)$/;
const DEEPEST_NAMESPACE = 4;
/** Milliseconds for all modules of one distribution. */
const PATIENCE = 180_000;

/**
 * Like `tryImports`, but tries a distribution with failures once more with the directories that the scoring script
 * appends to `sys.path`, and only the second result counts. This does not apply to packages that the server imports
 * before it loads the script. `appended` is called only after a failure.
 *
 * @param appended reads the directories, absolute
 */
export async function tryImportsWithScript(
  distributions: readonly Distribution[],
  asked: Asked,
  image: RunningImage,
  appended: () => Promise<readonly string[]>,
  patience = PATIENCE,
): Promise<Tried> {
  const first = await tryImports(distributions, asked, image, patience);
  const directories = first.failures.length === 0 ? [] : await appended();
  if (directories.length === 0) return first;
  const isTriedAgain = (name: string | undefined) =>
    name !== undefined && !SERVER_CLOSURE.has(name) && first.failures.some(({ distribution }) => distribution === name);
  const again = distributions.filter(({ name }) => isTriedAgain(name));
  const second = await tryImports(again, asked, image, patience, directories);
  return {
    failures: [...first.failures.filter((one) => !isTriedAgain(one.distribution)), ...second.failures],
    wanted: [...first.wanted.filter((one) => !isTriedAgain(one.distribution)), ...second.wanted],
  };
}

/**
 * Imports the public modules of each distribution in a process of its own, under the container's import rules.
 *
 * @param patience milliseconds for all modules of one distribution
 * @param appended absolute directories to append to `sys.path`
 */
export async function tryImports(
  distributions: readonly Distribution[],
  asked: Asked,
  image: RunningImage,
  patience = PATIENCE,
  appended: readonly string[] = [],
): Promise<Tried> {
  const tried: Tried[] = [];
  const waiting = [...distributions];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      tried.push(await tryDistribution(next, asked, image, patience, appended));
    }
  };
  await settleAll(Array.from({ length: availableParallelism() }, worker));
  const failures = tried.flatMap((one) => one.failures);
  return {
    failures: failures.sort((a, b) => (a.module < b.module ? -1 : 1)),
    wanted: withoutDoubles(tried.flatMap(({ wanted }) => wanted)),
  };
}

async function tryDistribution(
  distribution: Distribution,
  { inventory, target }: Asked,
  image: RunningImage,
  patience: number,
  appended: readonly string[],
): Promise<Tried> {
  const modules = modulesOf(distribution, inventory);
  if (modules.length === 0) return { failures: [], wanted: [] };
  const run = await runImports({ steps: stepsFor(modules), appended }, image, patience);
  const failures = failuresIn(run, distribution, modules, patience);
  const ofStep = (id: number) => {
    const module = modules[id] ?? "";
    const error = failures.find((one) => one.module === module)?.error;
    return { distribution: distribution.name, module, error, isStart: true };
  };
  return { failures, wanted: wantedFrom(readAnswer(run.output).wanted, ofStep, inventory, target) };
}

function failuresIn(
  run: ProbeRun,
  { name: distribution }: Distribution,
  modules: readonly string[],
  patience: number,
): ImportFailure[] {
  const { failed, cutOffAt } = readAnswer(run.output);
  const failures = failed.map(({ module, error, missing }) => ({ distribution, module, error, missing }));
  if (cutOffAt === undefined) return failures;
  const module = modules[cutOffAt] ?? "its modules";
  return [...failures, { distribution, module, error: howItEnded(run, patience), missing: null }];
}

/** What a user would write after `import`: packages and modules, and the first regular packages below a namespace. */
export function modulesOf(distribution: Distribution, inventory: Inventory): string[] {
  const paths = (distribution.record ?? []).map(({ path }) => path).filter((path) => inventory.files.has(path));
  const found = distribution.topLevel.flatMap((name) => publicModules(name, paths, 1));
  const publicNames = found.filter((name) => !name.split(".").some((part) => part.startsWith("_")));
  return (publicNames.length > 0 ? publicNames : found).sort();
}

function publicModules(module: string, paths: readonly string[], depth: number): string[] {
  const folder = module.replaceAll(".", "/");
  if (NOT_FOR_IMPORT.test(module.slice(module.lastIndexOf(".") + 1))) return [];
  if (paths.some((path) => isModule(path, folder))) return [module];
  if (depth >= DEEPEST_NAMESPACE) return [];
  const below = paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
  const children = new Set(below.map((path) => /^([A-Za-z_][A-Za-z0-9_]*)(\/|\.py$|\.[^/]*so$)/.exec(path)?.[1]));
  return [...children]
    .filter((child) => child !== undefined)
    .flatMap((child) => publicModules(`${module}.${child}`, paths, depth + 1));
}

/** `a/b` is a module if there is `a/b.py`, `a/b.<abi>.so` or `a/b/__init__.…`. */
function isModule(path: string, folder: string): boolean {
  if (!path.startsWith(folder)) return false;
  return /^(\/__init__)?\.(py|pyd|so|[^/]*\.so)$/.test(path.slice(folder.length));
}
