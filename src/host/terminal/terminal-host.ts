import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isSystemError } from "../../util/errors.ts";
import { remove } from "../copy-files.ts";
import type { Format } from "../format/format.ts";
import { presenter } from "../format/presenter.ts";
import type { Host } from "../host.ts";
import { Masks, pathPart } from "../log-text.ts";
import { askTool } from "../process/answer.ts";
import { startForeign } from "../process/foreign.ts";
import { loggedTool } from "../process/output.ts";
import { Cleanup } from "../process/signals.ts";
import { shortHash, userCacheDirectory } from "../user-directories.ts";
import { terminalCache } from "./cache.ts";
import { progressLine } from "./progress-line.ts";

const NAME = "azureml-extra-packages";

export interface TerminalOptions {
  /** Print the outputs as one flat JSON object instead of `name=value` lines. */
  readonly json: boolean;
  /** By default, `text`. */
  readonly format?: Format;
  /** The directory that input paths are relative to. */
  readonly workspace: string;
  /** Replaces the names of inputs in a message, for example with flags; by default messages are not changed. */
  readonly reword?: (message: string) => string;
}

/**
 * A developer's machine, or a script step of any CI.
 * @throws UserError for a format that this process cannot write
 */
export async function terminalHost(options: TerminalOptions): Promise<Host> {
  const { json, workspace: given, format = "text", reword = String } = options;
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosedPipe);
  const presentation = presenter(format);
  const environment = Object.freeze({ ...process.env });
  const workspace = resolve(given);
  const masks = new Masks();
  const { log, publish, summarise, restoreCommandFiles } = presentation({
    workspace,
    masks,
    environment,
    reword,
    json,
  });
  const cacheDirectory = userCacheDirectory(NAME, environment);
  const toolDirectory = join(cacheDirectory, "tools");
  const cleanup = new Cleanup();
  const temporary = cleanup.directory(join(tmpdir(), `${NAME}-`));
  return {
    kind: "terminal",
    format,
    workspace,
    temporary,
    toolDirectory,
    draft: (parent = toolDirectory) => cleanup.directory(join(parent, ".fetching-")),
    environment,
    atEnd: (work) => cleanup.atEnd(work),
    event: {
      name: "terminal",
      ref: "",
      repository: "",
      commit: await headCommit(workspace, environment),
      fromFork: false,
      selfHosted: false,
    },
    log,
    progress: progressLine(masks, environment),
    reword,
    cache: terminalCache(log, join(cacheDirectory, "entries")),
    artifacts: undefined,
    preload: () => {}, // a directory needs no library
    // Two workspaces may use the same artifact name.
    outputDirectory: (artifactName) =>
      join(cacheDirectory, "output", `${shortHash(workspace)}-${pathPart(artifactName)}`),
    runTool: loggedTool(log),
    askTool,
    startForeign,
    restoreCommandFiles,
    publish,
    summarise,
    onSignal: (report) => cleanup.onSignal(report),
    dispose: () => remove(temporary),
  };
}

/** The commit that is checked out in `directory`; empty outside a git repository, or without git. */
async function headCommit(directory: string, environment: NodeJS.ProcessEnv): Promise<string> {
  try {
    return (await askTool("git", ["rev-parse", "--verify", "--quiet", "HEAD"], { environment, directory })).trim();
  } catch {
    return "";
  }
}

/** A reader that closes the pipe, such as `head`, must not abort a build. */
function ignoreClosedPipe(error: Error): void {
  if (!isSystemError(error, "EPIPE")) throw error;
}
