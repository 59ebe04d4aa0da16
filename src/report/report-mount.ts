import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildResult } from "../delivery/build-result.ts";
import type { Delivered } from "../delivery/deliver.ts";
import { OUTPUT_FILES } from "../delivery/output-files.ts";
import { environmentVariables } from "../delivery/outputs.ts";
import { systemPackages } from "../evidence/compiled-code/problems.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { packagesOfPrograms } from "../evidence/programs/missing-programs.ts";
import type { Host } from "../host/host.ts";
import type { Mount } from "../mount/mount.ts";
import type { Progress } from "../progress/progress.ts";
import { dockerfile } from "./dockerfile.ts";
import { annotate } from "./findings/annotations.ts";
import { uploadPage } from "./page/upload-page.ts";
import { endRun, type Outcome, type Result, reportRun } from "./result.ts";
import { showSnippets, snippets } from "./snippets.ts";
import { summary } from "./summary/mount.ts";
import { uploadFacts, uploadLine } from "./summary/upload.ts";

export interface MountOutcome extends Outcome {
  readonly mount: Mount;
  /** Absent if nothing was built or restored. */
  readonly built: BuildResult | undefined;
  /** Absent if nothing was delivered: the mount failed, or it already existed. */
  readonly delivered: Delivered | undefined;
  /** Of a mount that was restored: the artifact or archive, in words. */
  readonly restoredFrom?: string;
}

/** Reports the result of building, restoring or verifying a mount: annotations, report, summary, outputs, exit code. */
export async function reportMount(outcome: MountOutcome, progress: Progress, host: Host): Promise<Result> {
  const { verdict, options, location, target, outputDirectory } = outcome;
  annotate(verdict, location, options, host);
  progress.learn({ annotated: true });
  const variables = environmentVariables(location, target, options);
  const ways = verdict.passed ? snippets(variables, options, target) : [];
  const upload = isInPlace(outcome) ? uploadFacts(options) : undefined;
  if (upload !== undefined) host.log.info(uploadLine(upload));
  const shown = Object.fromEntries(ways.map(({ title, text }) => [title, text]));
  reportRun(outcome, { ...progress.facts.more, upload, snippets: shown }, progress, host);
  const page = await uploadPage(outcome, progress, host);
  const extension = dockerfile(packagesFor(verdict.evidence), target);
  writeDockerfile(join(outputDirectory, OUTPUT_FILES.dockerfile), extension, host);
  await showSnippets(ways, host);
  const ended = endRun(outcome, variables, progress, host);
  const { earlier } = progress.facts;
  return { ...ended, summary: summary({ ...outcome, earlier, times: progress.clock.times, extension, upload, page }) };
}

/** Debian packages of what the mount needs and neither it nor the image has. */
function packagesFor(evidence: Evidence | undefined): string[] {
  if (evidence === undefined) return [];
  return [...new Set([...systemPackages(evidence), ...packagesOfPrograms(evidence)])];
}

/** A mount with errors was not placed, unless it already existed. */
function isInPlace({ built, delivered }: MountOutcome): boolean {
  return built === undefined || delivered !== undefined;
}

/** Writes the Dockerfile, or removes an earlier one if there is nothing to add to the image. */
function writeDockerfile(file: string, text: string | undefined, host: Host): void {
  if (text === undefined) {
    rmSync(file, { force: true });
  } else {
    writeFileSync(file, text);
    host.log.info(`${file} adds the missing libraries and programs to the image.`);
  }
}
