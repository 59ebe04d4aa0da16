import { mkdirSync } from "node:fs";
import { pathsOf, writeOutputFiles } from "../delivery/output-files.ts";
import { requirementsVariables } from "../delivery/outputs.ts";
import type { Host } from "../host/host.ts";
import type { Progress } from "../progress/progress.ts";
import { annotate } from "./findings/annotations.ts";
import { uploadPage } from "./page/upload-page.ts";
import { endRun, type Outcome, type Result, reportRun } from "./result.ts";
import { dynamicSummary } from "./summary/dynamic.ts";

export interface DynamicOutcome extends Outcome {
  /** Milliseconds that pip took. */
  readonly duration: number;
  /** What was installed, as a requirements file with exact versions and hashes; absent if only the image knows. */
  readonly lock: string | undefined;
}

/** Reports the result of a dynamic install: annotations, lock file, report, summary, outputs, exit code. */
export async function reportDynamic(outcome: DynamicOutcome, progress: Progress, host: Host): Promise<Result> {
  const { verdict, options, location, outputDirectory, lock } = outcome;
  const variables = requirementsVariables(options);
  annotate(verdict, location, options, host);
  progress.learn({ annotated: true });
  if (lock !== undefined) keepLock(lock, outputDirectory, progress);
  reportRun(outcome, progress.facts.more ?? {}, progress, host);
  const page = await uploadPage(outcome, progress, host);
  const ended = endRun(outcome, variables, progress, host);
  return { ...ended, summary: dynamicSummary({ ...outcome, variables, times: progress.clock.times, page }) };
}

function keepLock(lock: string, outputDirectory: string, progress: Progress): void {
  mkdirSync(outputDirectory, { recursive: true });
  writeOutputFiles(outputDirectory, { lock });
  progress.note({ "lock-file": pathsOf({ lock }, outputDirectory).lock });
}
