import { annotate } from "../delivery/annotations.ts";
import { failureSummary } from "../delivery/failure-summary.ts";
import { emptyOutputs } from "../delivery/outputs.ts";
import type { Progress } from "../delivery/progress.ts";
import { writeReport } from "../delivery/report-files.ts";
import { messageOf } from "../errors.ts";
import type { Outputs } from "../options/table.ts";
import type { Host } from "../runner/host.ts";

interface Failed {
  readonly outputs: Outputs;
  readonly summary: string;
}

/**
 * What a run hands over that a thrown error ended: what is known, and nothing that leads to a deployment.
 * @param error what failed, why, and what to do, line by line
 */
export function failedRun(error: string, progress: Progress, host: Host): Failed {
  const { verdict, location, options, annotated } = progress.facts;
  if (verdict && location && options && !annotated) annotate(verdict, location, options, host);
  reportFailure(error, progress, host);
  return whatIsKnown(error, progress);
}

/** The same of a run that a signal ends, which leaves no time and no files behind. */
export function interruptedRun(signal: NodeJS.Signals, progress: Progress, host: Host): Failed {
  const error = `The run was ended by ${signal}.`;
  if (progress.outputs["report-file"]) reportFailure(error, progress, host);
  return whatIsKnown(error, progress);
}

function whatIsKnown(error: string, progress: Progress): Failed {
  const outputs = { ...emptyOutputs(), ...progress.outputs, error };
  return { outputs, summary: failureSummary(error, outputs, progress) };
}

/** Writes the report anew: one that was written before knows nothing of the error. */
function reportFailure(error: string, progress: Progress, host: Host): void {
  const { target, outputDirectory } = progress.facts;
  if (target === undefined || outputDirectory === undefined) return;
  const result = progress.headline;
  try {
    const file = writeReport({
      ...progress.facts,
      target,
      outputDirectory,
      times: progress.clock.times,
      result,
      error,
    });
    progress.note({ "report-file": file });
  } catch (reason) {
    progress.note({ "report-file": "" });
    host.log.debug(`The report of the failure cannot be written: ${messageOf(reason)}`);
  }
}
