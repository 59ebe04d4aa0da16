import { appendFileSync } from "node:fs";
import * as core from "@actions/core";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import type { Log } from "../host.ts";
import { cutAtLineEnd } from "../log-text.ts";

/** The runner rejects a summary of more than 1 MiB as a whole. */
const SUMMARY_LIMIT = 2 ** 20;
const SUMMARY_CUT = "\n**The summary is truncated here: GitHub's limit is 1 MiB. The report file is complete.**\n";

/**
 * The outputs that are used to deploy are first in the table and written last: if writing fails, none of them is set.
 * @throws UserError if the runner's file cannot be written: without outputs a later step would deploy nothing
 */
export function writeOutputs(outputs: Readonly<Record<string, string>>): void {
  try {
    for (const [name, value] of Object.entries(outputs).reverse()) core.setOutput(name, value);
  } catch (error) {
    throw new UserError(`The outputs cannot be written: ${messageOf(error)}.`, {
      hint: "GITHUB_OUTPUT must name a file that this step can write; a container or a wrapper script may not pass it on.",
      exitCode: ExitCode.delivery,
      cause: error,
    });
  }
}

/** Appends to the job summary. Synchronous, unlike the toolkit's: a signal leaves no time to wait. */
export function writeSummary(summary: string, log: Log): void {
  if (summary === "") return;
  try {
    const file = process.env.GITHUB_STEP_SUMMARY;
    if (!file) throw new Error("GITHUB_STEP_SUMMARY is not set.");
    appendFileSync(file, cutAtLineEnd(summary, SUMMARY_LIMIT, SUMMARY_CUT));
  } catch (error) {
    log.warning(`The job summary could not be written: ${messageOf(error)}`);
  }
}
