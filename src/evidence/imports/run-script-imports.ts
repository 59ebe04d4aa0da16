import type { RunningImage } from "../../python/running-image.ts";
import type { ScoringImports, ScoringStep } from "../scoring-script.ts";
import { howItEnded, type ImportAnswer, type ImportStep, readAnswer } from "./import-probe.ts";
import { runImports } from "./run-imports.ts";

/* The imports of the scoring script, in as few processes as tell which of them fails by itself. */

/** Milliseconds for all imports of the script. */
const PATIENCE = 180_000;

export type Step = ImportStep | ScoringStep;

export type Shown = Pick<ImportAnswer, "imported" | "failed" | "wanted" | "named" | "used">;

interface Run {
  readonly steps: readonly Step[];
  readonly appended: readonly string[];
  readonly imports: ScoringImports["imports"];
}

/** Runs the steps in their order. Their ids are indexes of the imports. */
export async function runScriptImports(run: Run, image: RunningImage): Promise<Shown> {
  return await withoutConsequences(await answerFor(run, image), run, image);
}

/** An import that ends the process, but not at the start of the server, is left out: the others are run again. */
async function answerFor({ steps, appended, imports }: Run, image: RunningImage): Promise<Shown> {
  const run = await runImports({ steps, appended }, image, PATIENCE);
  const { cutOffAt, ...shown } = readAnswer(run.output);
  const last = cutOffAt === undefined ? undefined : imports[cutOffAt];
  if (cutOffAt === undefined || last === undefined) return shown;
  const crash = { id: cutOffAt, module: last.module, error: howItEnded(run, PATIENCE), missing: null, isName: false };
  if (last.when === "start") return { ...shown, failed: [...shown.failed, crash] };
  const others = steps.filter((step) => !("id" in step && step.id === cutOffAt));
  const again = await answerFor({ steps: others, appended, imports }, image);
  return { ...again, failed: [...again.failed, crash] };
}

/**
 * An import that fails may leave the process half changed, so that later ones fail for that alone: opencv-python, for
 * example, leaves a directory of its own on the path. They are run again in a process without the first that failed.
 */
async function withoutConsequences(all: Shown, run: Run, image: RunningImage): Promise<Shown> {
  const { steps, imports } = run;
  const failed = all.failed.filter(({ id }) => imports[id]?.when !== "guarded");
  const first = steps.find((step) => "id" in step && failed.some(({ id }) => id === step.id));
  if (failed.length < 2 || first === undefined || !("id" in first)) return all;
  const again = await answerFor({ ...run, steps: steps.filter((step) => step !== first) }, image);
  const ofFirst = <T extends { readonly id: number }>(found: readonly T[]) => found.filter(({ id }) => id === first.id);
  return {
    imported: again.imported,
    failed: [...ofFirst(all.failed), ...again.failed],
    wanted: [...ofFirst(all.wanted), ...again.wanted],
    named: [...all.named, ...again.named],
    used: [...all.used, ...again.used],
  };
}
