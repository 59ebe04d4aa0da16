import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseFreeze } from "../checks/freeze.ts";
import type { Verdict } from "../checks/verify.ts";
import { annotate } from "../delivery/annotations.ts";
import type { Progress } from "../delivery/progress.ts";
import { prototypeSummary } from "../delivery/prototype-summary.ts";
import { writeReport } from "../delivery/report-files.ts";
import type { Mount } from "../mount/mount.ts";
import type { Options } from "../options/options.ts";
import type { Plan } from "../plan.ts";
import type { StartedImage } from "../python/rehearsal.ts";
import { lockOfStart } from "../python/start-lock.ts";
import type { Host } from "../runner/host.ts";
import { plural, slashed } from "../text.ts";
import { conclude } from "./conclusion.ts";
import type { Result } from "./result.ts";
import { isOnlyTheServers } from "./server-requirement.ts";

export interface PrototypeStory {
  readonly plan: Plan;
  readonly mount: Mount;
  readonly started: StartedImage;
  readonly verdict: Verdict;
  /** Absolute; where report and lock go. */
  readonly outputDirectory: string;
}

/** Tells the story of a prototype: annotations, report, lock, summary, outputs, exit code. */
export async function prototypeResult(story: PrototypeStory, progress: Progress, host: Host): Promise<Result> {
  const { plan, mount, verdict, started } = story;
  const { options, target } = plan;
  const variables = prototypeVariables(options);
  annotate(verdict, mount.location, options, host);
  progress.learn({ annotated: true });
  const lock = await writeFiles(story, progress, host);
  const ended = conclude(verdict, variables, options, progress, host);
  const rest = plural(verdict.findings.length, "finding");
  host.log.info(
    verdict.green
      ? `Green, ${rest}. AZUREML_EXTRA_REQUIREMENTS_TXT=${variables.AZUREML_EXTRA_REQUIREMENTS_TXT}`
      : `Red, ${rest}.`,
  );
  const { times } = progress.clock;
  const facts = { options, target, verdict, duration: started.duration, variables, lock, times };
  return { ...ended, summary: prototypeSummary(facts) };
}

/** @returns the text of the lock */
async function writeFiles(
  { plan, verdict, started, outputDirectory }: PrototypeStory,
  progress: Progress,
  host: Host,
): Promise<string> {
  progress.begin("lock");
  const text = await lockOfStart(reachedBy(verdict, started), started, plan, host);
  const file = join(outputDirectory, "requirements.lock.txt");
  mkdirSync(outputDirectory, { recursive: true });
  writeFileSync(file, text);
  progress.note({ "lock-file": file });
  progress.begin("report");
  const { facts, clock, soFar: result } = progress;
  const run = { ...facts, target: plan.target, outputDirectory, times: clock.times, result, error: "" };
  progress.note({ "report-file": writeReport(run) });
  return text;
}

/** What the user's requirements reach, with its version; what only the image's server needs stays the image's. */
function reachedBy({ testimony: { closure } }: Verdict, { after }: StartedImage): Map<string, string | undefined> {
  const versions = parseFreeze(after);
  const names = Object.keys(closure?.reached ?? {}).filter((name) => !isOnlyTheServers(name, closure));
  return new Map(names.map((name) => [name, versions.get(name)]));
}

/** What the deployment must set: the file, relative to the scoring directory. */
export function prototypeVariables({ scoringDirectory, requirementsFiles }: Options) {
  const path = relative(scoringDirectory, requirementsFiles[0] ?? "");
  return { AZUREML_EXTRA_REQUIREMENTS_TXT: slashed(path) };
}
