import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemPackages } from "../checks/platform-problems.ts";
import type { Verdict } from "../checks/verify.ts";
import { annotate } from "../delivery/annotations.ts";
import type { Candidate } from "../delivery/candidate.ts";
import type { Delivered } from "../delivery/delivery.ts";
import { dockerfile } from "../delivery/dockerfile.ts";
import { environmentVariables } from "../delivery/outputs.ts";
import type { Progress } from "../delivery/progress.ts";
import { writeReport } from "../delivery/report-files.ts";
import { type Snippet, showSnippets, snippets } from "../delivery/snippets.ts";
import { summary } from "../delivery/summary.ts";
import { type UploadFacts, uploadFacts, uploadLine } from "../delivery/upload-section.ts";
import type { ExitCode } from "../errors.ts";
import type { Location } from "../mount/location.ts";
import type { Manifest } from "../mount/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import type { Options } from "../options/options.ts";
import type { Outputs } from "../options/table.ts";
import type { Host } from "../runner/host.ts";
import type { Target } from "../target/target.ts";
import { plural } from "../text.ts";
import { conclude } from "./conclusion.ts";

/** How a job ended, for whoever started it. */
export interface Result {
  readonly exitCode: ExitCode;
  readonly outputs: Outputs;
  readonly summary: string;
}

export interface Story {
  readonly options: Options;
  readonly target: Target;
  /** Where the mount stands at the end. */
  readonly location: Location;
  readonly mount: Mount;
  readonly verdict: Verdict;
  /** Absent where nothing was built or restored. */
  readonly candidate: Candidate | undefined;
  readonly delivered: Delivered | undefined;
  /** The manifest to compare with, where one was named. */
  readonly earlier: Manifest | undefined;
  readonly times: Readonly<Record<string, number>>;
  /** Absolute; where the report goes. */
  readonly outputDirectory: string;
}

/** Tells the story: annotations, report, summary, outputs, exit code. */
export async function resultOf(story: Story, progress: Progress, host: Host): Promise<Result> {
  const { verdict, options, location, target } = story;
  annotate(verdict, location, options, host);
  progress.learn({ annotated: true });
  const variables = environmentVariables(location, target, options);
  const ways = verdict.green ? snippets(variables, options, target) : [];
  const extension = dockerfile(systemPackages(story.mount.inventory, target), target);
  const upload = isInPlace(story) ? uploadFacts(options) : undefined;
  if (upload !== undefined) host.log.info(uploadLine(upload));
  writeFiles(story, { ways, extension, upload }, progress, host);
  await showSnippets(ways, host);
  const ended = conclude(verdict, variables, options, progress, host);
  const errors = verdict.findings.filter(({ severity }) => severity === "error").length;
  const others = verdict.findings.length - errors;
  const rest = others === 0 ? "" : `, ${plural(others, "other finding")}`;
  const settings = Object.entries(variables).map((pair) => pair.join("="));
  if (verdict.green) host.log.info(`Green${rest}. ${settings.join(" ")}`);
  else host.log.info(`Red: ${plural(errors, "error")}${rest}.`);
  return { ...ended, summary: summary({ ...story, extension, upload }) };
}

/** A mount with errors was not placed, unless it stood there before. */
function isInPlace({ candidate, delivered }: Story): boolean {
  return candidate === undefined || delivered !== undefined;
}

interface ReportParts {
  readonly ways: readonly Snippet[];
  readonly extension: string | undefined;
  readonly upload: UploadFacts | undefined;
}

function writeFiles(
  { target, outputDirectory, times }: Story,
  { ways, extension, upload }: ReportParts,
  progress: Progress,
  host: Host,
): void {
  progress.begin("report");
  const { facts, soFar: result } = progress;
  const more = { ...facts.more, upload, snippets: Object.fromEntries(ways.map(({ title, text }) => [title, text])) };
  progress.note({ "report-file": writeReport({ ...facts, target, outputDirectory, times, result, error: "", more }) });
  writeDockerfile(join(outputDirectory, "Dockerfile"), extension, host);
}

/** The way out where only system libraries are missing. */
function writeDockerfile(file: string, text: string | undefined, host: Host): void {
  if (text === undefined) {
    rmSync(file, { force: true });
  } else {
    writeFileSync(file, text);
    host.log.info(`${file} extends the image by the system libraries that are missing.`);
  }
}
