import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseFreeze } from "../checks/freeze.ts";
import type { Verdict } from "../checks/verify.ts";
import { annotate } from "../delivery/annotations.ts";
import { updateDeployment } from "../delivery/deployment-file.ts";
import { emptyOutputs, setArguments } from "../delivery/outputs.ts";
import { prototypeSummary } from "../delivery/prototype-summary.ts";
import { report } from "../delivery/report.ts";
import { sarif } from "../delivery/sarif.ts";
import { ExitCode } from "../errors.ts";
import type { Mount } from "../mount/mount.ts";
import type { Options } from "../options/options.ts";
import type { Plan } from "../plan.ts";
import type { StartedImage } from "../python/rehearsal.ts";
import { lockOfStart } from "../python/start-lock.ts";
import type { Host } from "../runner/host.ts";
import { plural, slashed } from "../text.ts";
import type { Result } from "./result.ts";
import { isOnlyTheServers } from "./server-requirement.ts";

export interface PrototypeStory {
  readonly plan: Plan;
  readonly mount: Mount;
  readonly started: StartedImage;
  readonly verdict: Verdict;
  readonly times: Readonly<Record<string, number>>;
}

/** Tells the story of a prototype: annotations, report, lock, summary, outputs, exit code. */
export async function prototypeResult(story: PrototypeStory, host: Host): Promise<Result> {
  const { plan, mount, verdict, started, times } = story;
  const { options, target, python } = plan;
  const variables = prototypeVariables(options);
  annotate(verdict, mount.location, options, host);
  const directory = options.outputDirectory || host.outputDirectory(`${plan.artifactName}-dynamic`);
  const files = await writeFiles(directory, story, host);
  const outputs = { ...emptyOutputs(), "python-version": python.version, "report-file": files.report };
  const facts = { options, target, verdict, duration: started.duration, variables, lock: files.lockText, times };
  const rest = plural(verdict.findings.length, "finding");
  host.log.info(
    verdict.green
      ? `Green, ${rest}. AZUREML_EXTRA_REQUIREMENTS_TXT=${variables.AZUREML_EXTRA_REQUIREMENTS_TXT}`
      : `Red, ${rest}.`,
  );
  if (!verdict.green) return { exitCode: ExitCode.findings, outputs, summary: prototypeSummary(facts) };
  return {
    exitCode: ExitCode.green,
    summary: prototypeSummary(facts),
    outputs: {
      ...outputs,
      ...variables,
      "environment-variables": JSON.stringify(variables),
      "set-arguments": setArguments(variables),
      "lock-file": files.lock,
      "deployment-file": updateDeployment(options.deployment, variables, host),
      verified: verdict.verified,
    },
  };
}

async function writeFiles(directory: string, { plan, mount, verdict, started, times }: PrototypeStory, host: Host) {
  const lockText = await lockOfStart(reachedBy(verdict, started), started, plan, host);
  const files = { report: join(directory, "report.json"), lock: join(directory, "requirements.lock.txt"), lockText };
  const more = { startCost: started.duration, requirementsFile: plan.options.requirementsFiles[0] };
  mkdirSync(directory, { recursive: true });
  writeFileSync(files.lock, lockText);
  writeFileSync(files.report, report({ mount, target: plan.target, verdict, times, more }));
  writeFileSync(join(directory, "findings.sarif"), sarif(verdict.findings, mount.location, plan.options));
  return files;
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
