import { emptyOutputs } from "../delivery/outputs.ts";
import type { Host } from "../host/host.ts";
import type { Outputs } from "../inputs/table.ts";
import type { Progress } from "../progress/progress.ts";
import { messageOf } from "../util/errors.ts";
import { annotate } from "./findings/annotations.ts";
import { writeReport } from "./report-files.ts";
import { failureSummary } from "./summary/failed-run.ts";

interface Failed {
  readonly outputs: Outputs;
  readonly summary: string;
}

/**
 * Outputs and summary of a run that ended with an error: what is known, without the outputs that are used to deploy.
 * @param error what failed, why, and what to do, in lines
 */
export function failedRun(error: string, progress: Progress, host: Host): Failed {
  const { verdict, location, options, annotated } = progress.facts;
  if (verdict && location && options && !annotated) annotate(verdict, location, options, host);
  reportFailure(error, progress, host);
  return whatIsKnown(error, progress);
}

/** The same for a run that a signal ended; it has no time to write files that do not exist yet. */
export function interruptedRun(signal: NodeJS.Signals, progress: Progress, host: Host): Failed {
  const error = `The run was interrupted by ${signal}.`;
  if (progress.outputs["report-file"]) reportFailure(error, progress, host);
  return whatIsKnown(error, progress);
}

function whatIsKnown(error: string, progress: Progress): Failed {
  const outputs = { ...emptyOutputs(), ...progress.outputs, error };
  return { outputs, summary: failureSummary(error, outputs, progress) };
}

/** Writes the report again: one that was written before does not contain the error. */
function reportFailure(error: string, progress: Progress, host: Host): void {
  const { target, outputDirectory } = progress.facts;
  if (target === undefined || outputDirectory === undefined) return;
  const result = progress.headline;
  try {
    const times = progress.clock.times;
    const run = { ...progress.facts, target, outputDirectory, times, result, error };
    const { report, page } = writeReport(run, host);
    progress.note({ "report-file": report, "report-page": page });
  } catch (reason) {
    progress.note({ "report-file": "", "report-page": "" });
    host.log.debug(`The report of the failure cannot be written: ${messageOf(reason)}`);
  }
}
