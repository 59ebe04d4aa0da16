import { allEnded } from "../all-ended.ts";
import type { Distribution } from "../mount/distribution.ts";
import { type Inventory, ownerOf } from "../mount/inventory.ts";
import type { Mount } from "../mount/mount.ts";
import { type PlayedImage, probeImage } from "../python/played-image.ts";
import type { Target } from "../target/target.ts";
import { modulesOf, readAnswer } from "./import-probe.ts";
import { importable } from "./importable.ts";
import type { LoadedFiles } from "./loaded.ts";
import { groupBy } from "./many.ts";
import { filesInDoubt } from "./platform-problems.ts";
import type { ScoringImports } from "./scoring-probe.ts";

/** Milliseconds for the modules of one distribution. */
const PATIENCE = 180_000;

/**
 * Imports the distributions whose compiled files have a problem in the image, and asks which of their files Linux has
 * loaded then. Imported are the public modules, the packages that hold the files, and what the scoring script names.
 *
 * @param askScript asks what the scoring script imports
 * @param askAppended asks for the absolute directories that it adds to the end of the path
 */
export async function tryLoading(
  { mount: { inventory }, target }: { readonly mount: Pick<Mount, "inventory">; readonly target: Target },
  image: PlayedImage,
  askScript: () => Promise<ScoringImports>,
  askAppended: () => Promise<readonly string[]>,
): Promise<LoadedFiles> {
  const loaded: Record<string, readonly string[]> = {};
  const doubts = groupBy(filesInDoubt(inventory, target), (path) => ownerOf(path, inventory));
  if (doubts.size === 0) return loaded;
  const [scoring, appended] = await allEnded([askScript(), askAppended()]);
  for (const [owner, paths] of doubts) {
    const holders = paths.flatMap((path) => packageOf(path, inventory, target) ?? []);
    const named = namedBy(scoring, owner, inventory, target);
    const modules = [...new Set([...modulesOf(owner, inventory), ...holders, ...named])];
    const question = { modules, appended, mount: inventory.root };
    const run = await probeImage(image, "imports", question, { timeout: PATIENCE });
    const { failed, cutOffAt, mapped } = readAnswer(run.output);
    if (failed.length === 0 && cutOffAt === undefined) loaded[owner.name] = mapped;
  }
  return loaded;
}

/** `a/b/libs/x.so` → `a.b`, the innermost package that holds a file. */
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
