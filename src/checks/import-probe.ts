import { availableParallelism } from "node:os";
import { allEnded } from "../all-ended.ts";
import { orNothing } from "../errors.ts";
import type { Distribution } from "../mount/distribution.ts";
import type { Inventory } from "../mount/inventory.ts";
import { isDeniedWriting } from "../python/isolation.ts";
import { type PlayedImage, probeImage } from "../python/played-image.ts";
import type { ProbeRun } from "../python/probe.ts";
import { SERVER_CLOSURE } from "../target/server.ts";

/** A module of a requested distribution that the container could not import. */
export interface ImportFailure {
  readonly distribution: string;
  readonly module: string;
  readonly error: string;
  /** The module that was not found, where that is why. */
  readonly missing: string | null;
}

/** Modules and directories that wheels ship at the top by mistake; nothing imports them. */
export const NOT_FOR_IMPORT =
  /^(tests?|testing|docs?|examples?|samples|benchmarks?|setup|conftest|scripts|tools|build|dist)$/;
const DEEPEST_NAMESPACE = 4;
/** Milliseconds for all modules of one distribution. */
const PATIENCE = 180_000;

/**
 * As `tryImports`; where something fails, its distribution is tried once more with what the scoring script appends to
 * the path, and only that counts. For what the server imports, before it loads the script, that is too late. Without a
 * failure nobody asks what the script does.
 *
 * @param appended asks for the directories, absolute
 */
export async function tryImportsWithScript(
  distributions: readonly Distribution[],
  inventory: Inventory,
  image: PlayedImage,
  appended: () => Promise<readonly string[]>,
  patience = PATIENCE,
): Promise<ImportFailure[]> {
  const failures = await tryImports(distributions, inventory, image, patience);
  const directories = failures.length === 0 ? [] : await appended();
  if (directories.length === 0) return failures;
  const final = failures.filter(({ distribution }) => SERVER_CLOSURE.has(distribution));
  const again = distributions.filter(
    ({ name }) => !SERVER_CLOSURE.has(name) && failures.some(({ distribution }) => distribution === name),
  );
  return [...final, ...(await tryImports(again, inventory, image, patience, directories))];
}

/**
 * Imports the public modules of each distribution in a process of its own, under the container's import rules.
 *
 * @param patience milliseconds for all modules of one distribution
 * @param appended absolute directories for the end of the path
 */
export async function tryImports(
  distributions: readonly Distribution[],
  inventory: Inventory,
  image: PlayedImage,
  patience = PATIENCE,
  appended: readonly string[] = [],
): Promise<ImportFailure[]> {
  const failures: ImportFailure[] = [];
  const waiting = [...distributions];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      failures.push(...(await tryDistribution(next, inventory, image, patience, appended)));
    }
  };
  await allEnded(Array.from({ length: availableParallelism() }, worker));
  return failures.sort((a, b) => (a.module < b.module ? -1 : 1));
}

async function tryDistribution(
  distribution: Distribution,
  inventory: Inventory,
  image: PlayedImage,
  patience: number,
  appended: readonly string[],
): Promise<ImportFailure[]> {
  const modules = modulesOf(distribution, inventory);
  if (modules.length === 0) return [];
  const attempt = async (isOpen: boolean) => {
    const run = await probeImage(image, "imports", { modules, appended }, { timeout: patience, isOpen });
    return { isConfined: run.landlock > 0, failures: failuresIn(run, distribution, patience) };
  };
  const { isConfined, failures } = await attempt(false);
  const mayBeOurs = isConfined && failures.some(({ error }) => isDeniedWriting(error) && !isInCode(error, image));
  // The container lets its user write to more places than we do; whether the mount was changed is seen afterwards.
  return mayBeOurs ? (await attempt(true)).failures : failures;
}

/** Whether a message names a file of the mount or of the scoring directory, which the container's user cannot write to. */
function isInCode(error: string, { packages, directory }: PlayedImage): boolean {
  return error.includes(packages) || error.includes(directory);
}

function failuresIn(run: ProbeRun, { name }: Distribution, patience: number): ImportFailure[] {
  const { failed, cutOffAt } = readAnswer(run.output);
  const failures = failed.map((failure) => ({ distribution: name, ...failure }));
  if (cutOffAt === undefined) return failures;
  return [...failures, { distribution: name, module: cutOffAt, error: howItEnded(run, patience), missing: null }];
}

type Said = {
  trying?: string;
  failed?: Omit<ImportFailure, "distribution">;
  mapped?: readonly string[];
  done?: true;
};

/** A package runs in the probe's own process, and may write what it likes. @throws TypeError for another shape */
function readSaid({ trying, failed, mapped, done }: Record<string, unknown>): Said {
  if (typeof trying === "string") return { trying };
  if (done === true) return { done };
  if (Array.isArray(mapped)) return { mapped: mapped.map(String) };
  const { module, error, missing } = failed as Record<string, unknown>;
  if (typeof module !== "string" || typeof error !== "string") throw new TypeError("It is no failure.");
  return { failed: { module, error, missing: typeof missing === "string" ? missing : null } };
}

interface ImportAnswer {
  readonly failed: Omit<ImportFailure, "distribution">[];
  /** The module at which the process ended when it did not come to its end. */
  readonly cutOffAt: string | undefined;
  /** Files of the mount that were loaded at the end, where the question named one; POSIX, relative to it. */
  readonly mapped: readonly string[];
}

export function readAnswer(output: string): ImportAnswer {
  const said = output.split("\n").flatMap((line) => orNothing(() => readSaid(JSON.parse(line))) ?? []);
  const last = said.findLast(({ trying }) => trying !== undefined)?.trying ?? "its modules";
  return {
    failed: said.flatMap(({ failed }) => failed ?? []),
    cutOffAt: said.some(({ done }) => done) ? undefined : last,
    mapped: said.flatMap(({ mapped }) => mapped ?? []),
  };
}

function howItEnded({ timedOut, errors, exitCode }: ProbeRun, patience: number): string {
  if (timedOut) return `it does not come to an end within ${patience / 1000} s`;
  if (exitCode !== undefined) return `it ends the process, with exit code ${exitCode}`;
  const last = errors.trim().split("\n").at(-1) ?? "";
  return `the interpreter crashes${last === "" ? "" : ` (${last})`}`;
}

/** What a user would write after `import`: packages and modules, and the first real packages below a namespace. */
export function modulesOf(distribution: Distribution, inventory: Inventory): string[] {
  const paths = (distribution.record ?? []).map(({ path }) => path).filter((path) => inventory.files.has(path));
  const found = distribution.topLevel.flatMap((name) => publicModules(name, paths, 1));
  const spoken = found.filter((name) => !name.split(".").some((part) => part.startsWith("_")));
  return (spoken.length > 0 ? spoken : found).sort();
}

function publicModules(module: string, paths: readonly string[], depth: number): string[] {
  const folder = module.replaceAll(".", "/");
  if (NOT_FOR_IMPORT.test(module)) return [];
  if (paths.some((path) => isModule(path, folder))) return [module];
  if (depth >= DEEPEST_NAMESPACE) return [];
  const below = paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
  const children = new Set(below.map((path) => /^([A-Za-z_][A-Za-z0-9_]*)(\/|\.py$|\.[^/]*so$)/.exec(path)?.[1]));
  return [...children]
    .filter((child) => child !== undefined)
    .flatMap((child) => publicModules(`${module}.${child}`, paths, depth + 1));
}

/** `a/b` is a module by `a/b.py`, `a/b.<abi>.so` or `a/b/__init__.…`. */
function isModule(path: string, folder: string): boolean {
  if (!path.startsWith(folder)) return false;
  return /^(\/__init__)?\.(py|pyd|so|[^/]*\.so)$/.test(path.slice(folder.length));
}
