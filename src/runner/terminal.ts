import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isSystemError } from "../errors.ts";
import { capture } from "./capture.ts";
import { remove } from "./files.ts";
import type { Host } from "./host.ts";
import { Leaving } from "./leaving.ts";
import { runner } from "./run.ts";
import { start } from "./service.ts";
import { terminalCache } from "./terminal-cache.ts";
import { terminalLog } from "./terminal-log.ts";
import { Masks, pathPart } from "./text.ts";
import { shortHash, userCacheDirectory } from "./user-directories.ts";

const NAME = "azureml-extra-packages";

export interface TerminalOptions {
  /** Print the outputs as one flat JSON object instead of `name=value` lines. */
  readonly json: boolean;
  /** The directory that input paths are relative to. */
  readonly workspace: string;
}

/** A developer's machine, or any other CI: the result on standard output, everything else on standard error. */
export function terminalHost({ json, workspace: given }: TerminalOptions): Host {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", unlessNobodyReads);
  const environment = Object.freeze({ ...process.env });
  const workspace = resolve(given);
  const masks = new Masks();
  const log = terminalLog(workspace, masks, environment);
  const ours = userCacheDirectory(NAME, environment);
  const toolDirectory = join(ours, "tools");
  const leaving = new Leaving();
  const temporary = leaving.directory(join(tmpdir(), `${NAME}-`));
  return {
    kind: "terminal",
    workspace,
    temporary,
    toolDirectory,
    draft: (parent = toolDirectory) => leaving.directory(join(parent, ".fetching-")),
    environment,
    atEnd: (work) => leaving.atEnd(work),
    event: {
      name: "terminal",
      ref: "",
      repository: "",
      commit: headCommit(workspace),
      fromFork: false,
      selfHosted: false,
    },
    log,
    cache: terminalCache(log, join(ours, "entries")),
    artifacts: undefined,
    warmUp: () => {}, // a directory needs no library
    // Two workspaces may use the same artifact name.
    outputDirectory: (artifactName) => join(ours, "output", `${shortHash(workspace)}-${pathPart(artifactName)}`),
    run: runner(log),
    start,
    capture,
    restoreCommandFiles: () => [],
    publish: (outputs) => {
      const shown = Object.entries(outputs).map(([name, value]) => [name, masks.apply(value)] as const);
      const lines = shown.filter(([, value]) => value !== "").map(([name, value]) => `${name}=${oneLine(value)}\n`);
      process.stdout.write(json ? `${JSON.stringify(Object.fromEntries(shown), null, 2)}\n` : lines.join(""));
    },
    summarise: () => {}, // a terminal has no place for it
    onSignal: (report) => leaving.onSignal(report),
    dispose: () => remove(temporary),
  };
}

/** The commit that is checked out in `directory`; empty outside git, or when git is not there. */
function headCommit(directory: string): string {
  try {
    const args = ["rev-parse", "--verify", "--quiet", "HEAD"];
    return execFileSync("git", args, { cwd: directory, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "";
  }
}

/** A value as it is, or quoted as JSON when it would not stay on its line. */
function oneLine(value: string): string {
  return /[\r\n]/.test(value) ? JSON.stringify(value) : value;
}

/** Piping us into `head` must not break off a build. */
function unlessNobodyReads(error: Error): void {
  if (!isSystemError(error, "EPIPE")) throw error;
}
