import { tmpdir } from "node:os";
import { join } from "node:path";
import { orNothing } from "../../util/errors.ts";
import { remove } from "../copy-files.ts";
import { installHolding } from "../held-output.ts";
import type { Host } from "../host.ts";
import { Masks, pathPart } from "../log-text.ts";
import { askTool } from "../process/answer.ts";
import { startForeign } from "../process/foreign.ts";
import { loggedTool } from "../process/output.ts";
import { Cleanup } from "../process/signals.ts";
import { noProgress } from "../progress.ts";
import { githubArtifacts } from "./artifacts.ts";
import { githubCache } from "./cache.ts";
import { CommandFiles } from "./command-files.ts";
import { githubEvent } from "./event.ts";
import { githubLog } from "./log.ts";
import { writeOutputs, writeSummary } from "./outputs.ts";
import { hasArtifactService, hasCacheService } from "./service.ts";

const NAME = "azureml-extra-packages";
/**
 * GitHub's runner, as its variables describe it. Cache and artifact libraries are loaded when first used, or by
 * `preload`.
 */
export async function githubHost(): Promise<Host> {
  installHolding();
  const commandFiles = new CommandFiles();
  // A copy: the cache changes GITHUB_WORKSPACE for a while.
  const environment = Object.freeze({ ...process.env });
  const workspace = environment.GITHUB_WORKSPACE || process.cwd();
  const runnerTemporary = environment.RUNNER_TEMP || tmpdir();
  const toolDirectory = join(environment.RUNNER_TOOL_CACHE || runnerTemporary, NAME);
  const cleanup = new Cleanup();
  const temporary = cleanup.directory(join(runnerTemporary, `${NAME}-`));
  process.env.RUNNER_TEMP = temporary; // of the toolkit, whose archives are removed with ours then, also after a signal
  const masks = new Masks();
  const log = githubLog(workspace, masks);
  // A signal leaves no time to wait for programs to end before the outputs are written.
  process.once("exit", () => orNothing(() => commandFiles.restore()));
  return {
    kind: "github",
    format: "github",
    workspace,
    temporary,
    toolDirectory,
    draft: (parent = toolDirectory) => cleanup.directory(join(parent, ".fetching-")),
    environment,
    atEnd: (work) => cleanup.atEnd(work),
    event: githubEvent(environment),
    log,
    progress: noProgress,
    reword: String,
    cache: githubCache(log, environment, join(temporary, "cache")),
    artifacts: githubArtifacts(log, environment),
    preload: () => {
      // An error is reported when they are used.
      if (hasCacheService(environment)) import("@actions/cache").catch(() => {});
      if (hasArtifactService(environment)) import("@actions/artifact").catch(() => {});
    },
    outputDirectory: (artifactName) => join(runnerTemporary, NAME, pathPart(artifactName)),
    runTool: loggedTool(log),
    askTool,
    startForeign,
    restoreCommandFiles: () => commandFiles.restore(),
    publish: (outputs) => {
      const changed = commandFiles.restore();
      if (changed.length > 0) log.warning(`Another program wrote to ${changed.join(", ")}; the change was undone.`);
      commandFiles.write(() => writeOutputs(outputs));
    },
    summarise: (summary) => commandFiles.write(() => writeSummary(masks.apply(summary), log)),
    onSignal: (report) => cleanup.onSignal(report),
    dispose: () => remove(temporary),
  };
}
