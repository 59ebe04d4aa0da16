import { isDeniedWriting } from "../../python/confinement.ts";
import type { ForeignProbeRun } from "../../python/foreign-probe.ts";
import type { RunningImage } from "../../python/running-image.ts";
import { type ImportQuestion, readAnswer } from "./import-probe.ts";

/**
 * Runs imports in one process that can write only to temporary directories, and once more without that limit if it may be
 * the cause of a failure: in the container more directories are writable than here, and the mount is compared with its
 * snapshot afterwards.
 * @param patience milliseconds
 */
export async function runImports(
  question: ImportQuestion,
  image: RunningImage,
  patience: number,
): Promise<ForeignProbeRun> {
  const { hidden = null, packages } = image;
  const asked = { ...question, hidden, mount: packages };
  const attempt = (isOpen: boolean) => image.probe("imports", asked, { timeout: patience, isOpen });
  const run = await attempt(false);
  const { failed } = readAnswer(run.output);
  const mayBeOurs = failed.some(({ error }) => isDeniedWriting(error) && !isInCode(error, image));
  return run.isConfined && mayBeOurs ? await attempt(true) : run;
}

/** Whether a message names a file of the mount or the scoring directory, to which the container's user cannot write. */
function isInCode(error: string, { packages, directory }: RunningImage): boolean {
  return error.includes(packages) || error.includes(directory);
}
