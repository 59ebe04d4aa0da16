import { appendFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as core from "@actions/core";
import { ExitCode, messageOf, orNothing, UserError } from "../errors.ts";
import { capture } from "./capture.ts";
import { CommandFiles } from "./command-files.ts";
import { remove } from "./files.ts";
import { githubArtifacts } from "./github-artifacts.ts";
import { githubCache } from "./github-cache.ts";
import { githubEvent } from "./github-event.ts";
import { githubLog } from "./github-log.ts";
import { hasArtifactService, hasCacheService } from "./github-service.ts";
import type { Host, Log } from "./host.ts";
import { Leaving } from "./leaving.ts";
import { runner } from "./run.ts";
import { start } from "./service.ts";
import { cutAtLineEnd, pathPart } from "./text.ts";

const NAME = "azureml-extra-packages";
/** The runner refuses a summary above 1 MiB, all of it. */
const SUMMARY_LIMIT = 2 ** 20;
const SUMMARY_CUT = "\n**The summary was cut here: GitHub takes 1 MiB. The report file holds everything.**\n";

/** GitHub's runner, as its variables describe it. Cache and artifact libraries are loaded when first used, or warmed up. */
export async function githubHost(): Promise<Host> {
  const commandFiles = new CommandFiles();
  // A copy: the cache changes GITHUB_WORKSPACE for a while.
  const environment = Object.freeze({ ...process.env });
  const workspace = environment.GITHUB_WORKSPACE || process.cwd();
  const runnerTemporary = environment.RUNNER_TEMP || tmpdir();
  const toolDirectory = join(environment.RUNNER_TOOL_CACHE || runnerTemporary, NAME);
  const leaving = new Leaving();
  const temporary = leaving.directory(join(runnerTemporary, `${NAME}-`));
  const log = githubLog(workspace);
  // A signal leaves no time to wait for programs to end before the outputs are written.
  process.once("exit", () => orNothing(() => commandFiles.restore()));
  return {
    kind: "github",
    workspace,
    temporary,
    toolDirectory,
    draft: (parent = toolDirectory) => leaving.directory(join(parent, ".fetching-")),
    environment,
    atEnd: (work) => leaving.atEnd(work),
    event: githubEvent(environment),
    log,
    cache: githubCache(log, environment, join(temporary, "cache")),
    artifacts: githubArtifacts(log, environment),
    warmUp: () => {
      // Whoever needs them says what is wrong with them.
      if (hasCacheService(environment)) import("@actions/cache").catch(() => {});
      if (hasArtifactService(environment)) import("@actions/artifact").catch(() => {});
    },
    outputDirectory: (artifactName) => join(runnerTemporary, NAME, pathPart(artifactName)),
    run: runner(log),
    start,
    capture,
    restoreCommandFiles: () => commandFiles.restore(),
    publish: (outputs) => {
      const changed = commandFiles.restore();
      if (changed.length > 0) log.warning(`Another program wrote to ${changed.join(", ")}; that was undone.`);
      commandFiles.write(() => writeOutputs(outputs));
    },
    summarise: (summary) => commandFiles.write(() => writeSummary(summary, log)),
    onSignal: (report) => leaving.onSignal(report),
    dispose: () => remove(temporary),
  };
}

/**
 * Those that a deployment reads come first in the table and are written last: when writing breaks off, none is there.
 * @throws UserError when the runner's file cannot be written: without outputs a later step would deploy nothing
 */
function writeOutputs(outputs: Readonly<Record<string, string>>): void {
  try {
    for (const [name, value] of Object.entries(outputs).reverse()) core.setOutput(name, value);
  } catch (error) {
    throw new UserError(`The outputs cannot be written: ${messageOf(error)}.`, {
      hint: "GITHUB_OUTPUT must name a file that this step may write; a container or a wrapper script may have lost it.",
      exitCode: ExitCode.delivery,
      cause: error,
    });
  }
}

/** At once, other than the toolkit: a signal leaves no time to wait. */
function writeSummary(summary: string, log: Log): void {
  if (summary === "") return;
  try {
    const file = process.env.GITHUB_STEP_SUMMARY;
    if (!file) throw new Error("GITHUB_STEP_SUMMARY names no file.");
    appendFileSync(file, cutAtLineEnd(summary, SUMMARY_LIMIT, SUMMARY_CUT));
  } catch (error) {
    log.warning(`The job summary could not be written: ${messageOf(error)}`);
  }
}
