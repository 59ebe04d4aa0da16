import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemPackages } from "../checks/platform.ts";
import type { Verdict } from "../checks/verify.ts";
import { annotate } from "../delivery/annotations.ts";
import type { Candidate } from "../delivery/candidate.ts";
import { compare } from "../delivery/comparison.ts";
import type { Delivered } from "../delivery/delivery.ts";
import { updateDeployment } from "../delivery/deployment-file.ts";
import { dockerfile } from "../delivery/dockerfile.ts";
import { emptyOutputs, environmentVariables, setArguments } from "../delivery/outputs.ts";
import { report } from "../delivery/report.ts";
import { sarif } from "../delivery/sarif.ts";
import { type Snippet, showSnippets, snippets } from "../delivery/snippets.ts";
import { summary } from "../delivery/summary.ts";
import { ExitCode } from "../errors.ts";
import { mountDigest } from "../mount/digest.ts";
import { type Location, manifestOf } from "../mount/location.ts";
import type { Manifest } from "../mount/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import type { Options } from "../options/options.ts";
import type { Outputs } from "../options/table.ts";
import type { Interpreter } from "../python/interpreter.ts";
import type { Host } from "../runner/host.ts";
import type { Target } from "../target/target.ts";
import { plural } from "../text.ts";

/** How a job ended, for whoever started it. */
export interface Result {
  readonly exitCode: ExitCode;
  readonly outputs: Outputs;
  readonly summary: string;
}

export interface Story {
  readonly options: Options;
  readonly target: Target;
  readonly python: Interpreter | undefined;
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
}

/** Tells the story: annotations, report, summary, outputs, exit code. */
export async function resultOf(story: Story, host: Host): Promise<Result> {
  const { verdict, options, location } = story;
  annotate(verdict, location, options, host);
  const variables = environmentVariables(location, story.target, options);
  const deploymentFile = verdict.green ? updateDeployment(options.deployment, variables, host) : "";
  const ways = verdict.green ? snippets(variables, options, story.target) : [];
  const extension = dockerfile(systemPackages(story.mount.inventory, story.target), story.target);
  const reportFile = writeReport(story, ways, extension, host);
  await showSnippets(ways, host);
  const errors = verdict.findings.filter(({ severity }) => severity === "error").length;
  const others = verdict.findings.length - errors;
  const rest = others === 0 ? "" : `, ${plural(others, "other finding")}`;
  if (verdict.green) host.log.info(`Green${rest}. AZUREML_EXTRA_PYTHON_LIB_PATH=${location.libraryPath}`);
  else host.log.info(`Red: ${plural(errors, "error")}${rest}.`);
  return {
    exitCode: verdict.green ? ExitCode.green : ExitCode.findings,
    outputs: { ...outputsOf(story), "report-file": reportFile, "deployment-file": deploymentFile },
    summary: summary({ ...story, extension }),
  };
}

function writeReport(
  { mount, target, verdict, candidate, times, options, location, earlier }: Story,
  ways: readonly Snippet[],
  extension: string | undefined,
  host: Host,
): string {
  const directory =
    candidate?.outputDirectory ??
    (options.outputDirectory || host.outputDirectory(`verify-${options.environmentName}`));
  const file = join(directory, "report.json");
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "findings.sarif"), sarif(verdict.findings, location, options));
  writeDockerfile(join(directory, "Dockerfile"), extension, host);
  const more = {
    cacheOutcome: candidate?.cacheOutcome ?? "off",
    cacheReason: candidate?.cacheReason ?? "",
    origin: mount.origin,
    comparison: compare(earlier, mount),
    snippets: Object.fromEntries(ways.map(({ title, text }) => [title, text])),
  };
  writeFileSync(file, report({ mount: { ...mount, location }, target, verdict, times, more }));
  return file;
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

function outputsOf({ verdict, target, python, location, mount, candidate, delivered, options }: Story): Outputs {
  const outcome = candidate?.cacheOutcome ?? "off";
  const always = {
    ...emptyOutputs(),
    "cache-hit": String(outcome === "hit"),
    "cache-outcome": outcome,
    "python-version": python?.version ?? "",
  };
  if (!verdict.green) return always;
  const variables = environmentVariables(location, target, options);
  return {
    ...always,
    AZUREML_EXTRA_PYTHON_LIB_PATH: location.libraryPath,
    "environment-variables": JSON.stringify(variables),
    "set-arguments": setArguments(variables),
    "mount-directory": location.directory,
    "mount-digest": mountDigest(mount.inventory.files.values()),
    "manifest-file": mount.manifest || delivered ? manifestOf(location) : "",
    "lock-file": delivered?.lockFile ?? "",
    "archive-file": delivered?.archive ?? "",
    "artifact-id": delivered?.artifact?.id ?? "",
    "artifact-name": delivered?.artifact?.name ?? "",
    "artifact-url": delivered?.artifact?.url ?? "",
    "artifact-digest": delivered?.artifact?.digest ?? "",
    verified: verdict.verified,
  };
}
