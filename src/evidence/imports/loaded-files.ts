import type { Target } from "../../images/target.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import { type Inventory, ownerOf } from "../../mount/inventory/inventory.ts";
import type { Mount } from "../../mount/mount.ts";
import type { RunningImage } from "../../python/running-image.ts";
import { groupBy } from "../../util/group-by.ts";
import { settleAll } from "../../util/schedule.ts";
import { importable } from "../importable/modules.ts";
import type { ScoringImports } from "../scoring-script.ts";
import { type FailedStep, readAnswer, stepsFor } from "./import-probe.ts";
import { runImports } from "./run-imports.ts";
import { modulesOf } from "./try-imports.ts";

/** Milliseconds for the modules of one distribution. */
const PATIENCE = 180_000;

/** By normalised name: the files of the mount that importing a distribution loads; absent if an import failed. */
export type LoadedFiles = Readonly<Record<string, readonly string[]>>;

/** Why modules of a distribution cannot be imported without what the image lacks; empty if they can. */
interface TriedModules {
  /** Of its public modules. */
  readonly failures: readonly string[];
  /** Of packages that hold its compiled files, and that only the package itself may import. */
  readonly others: readonly string[];
}

/** What importing the distributions in doubt showed, by normalised name. */
export interface DoubtsTried {
  readonly loaded: LoadedFiles;
  readonly tried: Readonly<Record<string, TriedModules>>;
}

/**
 * Imports the distributions whose compiled files have a problem in the image, and reads which files are then mapped
 * into memory. It imports the public modules, the packages that contain the files, and what the scoring script imports.
 *
 * @param inDoubt the files with a problem
 * @param readScript reads what the scoring script imports
 * @param readAppended reads the absolute directories that it appends to `sys.path`
 */
export async function findLoadedFiles(
  inDoubt: readonly string[],
  { mount: { inventory }, target }: { readonly mount: Pick<Mount, "inventory">; readonly target: Target },
  image: RunningImage,
  readScript: () => Promise<ScoringImports>,
  readAppended: () => Promise<readonly string[]>,
): Promise<DoubtsTried> {
  const loaded: Record<string, readonly string[]> = {};
  const tried: Record<string, TriedModules> = {};
  const doubts = groupBy(inDoubt, (path) => ownerOf(path, inventory));
  if (doubts.size === 0) return { loaded, tried };
  const [scoring, appended] = await settleAll([readScript(), readAppended()]);
  for (const [owner, paths] of doubts) {
    const holders = paths.flatMap((path) => packageOf(path, inventory, target) ?? []);
    const named = namedBy(scoring, owner, inventory, target);
    const publicModules = modulesOf(owner, inventory);
    const modules = [...new Set([...publicModules, ...holders, ...named])];
    const run = await runImports({ steps: stepsFor(modules), appended }, image, PATIENCE);
    const { failed, cutOffAt, mapped } = readAnswer(run.output);
    if (failed.length === 0 && cutOffAt === undefined) loaded[owner.name] = mapped;
    tried[owner.name] = triedModules(failed, cutOffAt, publicModules.length);
  }
  return { loaded, tried };
}

/** @param publicCount how many of the modules are public: the first */
function triedModules(failed: readonly FailedStep[], cutOffAt: number | undefined, publicCount: number): TriedModules {
  const errors = (isPublic: boolean) =>
    failed.filter(({ id }) => id < publicCount === isPublic).map(({ error }) => error);
  const crash = cutOffAt !== undefined && cutOffAt < publicCount ? ["it ends the process"] : [];
  return { failures: [...errors(true), ...crash], others: errors(false) };
}

/** `a/b/libs/x.so` → `a.b`, the innermost package that contains a file. */
function packageOf(path: string, inventory: Inventory, target: Target): string | undefined {
  const folders = path.split("/").slice(0, -1);
  for (let length = folders.length; length > 0; length--) {
    const name = folders.slice(0, length).join(".");
    if (!folders.slice(0, length).every((folder) => /^[A-Za-z_]\w*$/.test(folder))) continue;
    if (importable(name, inventory, target)?.kind === "package") return folders.some(isTests) ? undefined : name;
  }
  return undefined;
}

const isTests = (folder: string) => /^tests?$/.test(folder);

/** The modules of a distribution that the scoring script imports. */
function namedBy(scoring: ScoringImports, { topLevel }: Distribution, inventory: Inventory, target: Target): string[] {
  const imports = scoring.imports.filter(({ module }) => topLevel.includes(module.split(".")[0] ?? ""));
  const names = imports.flatMap(({ module, names: parts }) => [module, ...parts.map((part) => `${module}.${part}`)]);
  return names.filter((name) => ["package", "module"].includes(importable(name, inventory, target)?.kind ?? ""));
}
