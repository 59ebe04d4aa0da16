import type { Format } from "./format/format.ts";
import type { Log } from "./log.ts";
import type { ShowProgress } from "./progress.ts";
import type { Artifacts, Cache } from "./services.ts";

export type { Annotation, GroupKind, Log } from "./log.ts";
export type { Artifact, Artifacts, Cache, OtherRun, UploadOptions, WantedArtifact } from "./services.ts";

/** What the job needs from the machine it runs on. Implemented for GitHub's runner and for a terminal. */
export interface Host {
  readonly kind: "github" | "terminal";
  /** How it prints; the terminal has every format. */
  readonly format: Format;
  /** Absolute; input paths are relative to it. */
  readonly workspace: string;
  /** Absolute, newly created, without symbolic links in its path; removed by `dispose` and at a signal. */
  readonly temporary: string;
  /** Absolute; pinned tools are kept here between runs. */
  readonly toolDirectory: string;
  /**
   * A new directory in `parent` (default: `toolDirectory`), whose contents may be moved. Removed when the process ends.
   */
  draft(parent?: string): string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly event: HostEvent;
  readonly log: Log;
  /** Says on a terminal what is running, in a line that is erased; elsewhere it only runs the work. */
  readonly progress: ShowProgress;
  /** A message with the names that inputs have on this host; the log does this itself. */
  reword(message: string): string;
  readonly cache: Cache | undefined;
  readonly artifacts: Artifacts | undefined;
  /** Begins to load the libraries of cache and artifacts; call it before waiting for a program. */
  preload(): void;
  /** Absolute default of the `output-directory` input. */
  outputDirectory(artifactName: string): string;
  /** Registers work for the end of the process, also at a signal. @returns a function that unregisters it */
  atEnd(work: CleanupWork): () => void;
  /**
   * Runs a tool (an installer, an archiver) to its end; its output goes to the log.
   * @throws UserError if it cannot be started
   */
  runTool(command: string, args: readonly string[], options: ToolOptions): Promise<RunResult>;
  /**
   * Runs a tool and returns what it wrote to standard output; nothing goes to the log.
   * @throws Error if it cannot be started, writes more than 64 MiB, or does not end with exit code 0
   */
  askTool(command: string, args: readonly string[], options: ToolOptions): Promise<string>;
  /**
   * Starts foreign code (a server with a scoring script) in a process group of its own; it runs until it is stopped.
   * @throws UserError when it cannot be started
   */
  startForeign(command: string, args: readonly string[], options: StartOptions): Promise<Service>;
  /**
   * Undoes what other programs wrote to the files with which a step passes values to the runner.
   * @returns the variables that name those files, such as `GITHUB_OUTPUT`
   */
  restoreCommandFiles(): string[];
  /**
   * Sets the outputs of the job. No other program may be running.
   * @throws UserError if they cannot be written
   */
  publish(outputs: Readonly<Record<string, string>>): void;
  /** Shows the job summary, if the host has one; called after `publish`. */
  summarise(summary: string): void;
  /** Calls `report` once, before a signal ends the process; it must be synchronous. */
  onSignal(report: (signal: NodeJS.Signals) => void): void;
  /** Removes `temporary`; never throws. Call it at the very end, on failure too. */
  dispose(): Promise<void>;
}

/**
 * Called once at a signal, when programs may still be running, and once at the very end. It must be fast and
 * synchronous.
 * @returns the paths that remain to be removed
 */
export type CleanupWork = (moment: { readonly isLast: boolean }) => readonly string[];

/** The facts of the triggering event that decide defaults. */
export interface HostEvent {
  readonly name: string;
  readonly ref: string;
  readonly repository: string;
  readonly commit: string;
  /** A pull request from a fork: it has no secrets, and others must not use its cache entries. */
  readonly fromFork: boolean;
  readonly selfHosted: boolean;
}

/** How a program is started, whether it is a tool or foreign code. */
export interface StartOptions {
  /** All of its variables: nothing is inherited. */
  readonly environment: NodeJS.ProcessEnv;
  /** Absolute; by default, this process's working directory. */
  readonly directory?: string | undefined;
  /** The content of its standard input. */
  readonly input?: string | undefined;
  /** Whether standard input stays open, for a program that answers questions. */
  readonly keepInput?: boolean | undefined;
  /** For code that is not trusted, and for tools that run such code: installers build packages. */
  readonly isolation?: Isolation | undefined;
}

export interface ToolOptions extends StartOptions {
  /** Milliseconds after which it is killed, with everything that it started. */
  readonly timeout?: number | undefined;
  /** Called with the tool when it runs; the returned function is called when the tool has ended. */
  readonly watch?: ((tool: RunningProgram) => () => void) | undefined;
  /** Called with each line of its output. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** Linux only; other systems use just a process group. */
export interface Isolation {
  /**
   * Command line of the launcher, before its own arguments: absolute path of a trusted interpreter, switches, program.
   */
  readonly launcher: readonly string[];
  /** For foreign code: the only absolute directories that it may write to, if the kernel can enforce that. */
  readonly writable?: readonly string[] | undefined;
}

export interface RunningProgram {
  /** Of the program itself; `undefined` until its launcher has started it. */
  readonly pid: number | undefined;
  /** Ends it, with everything that it started. */
  end(): void;
}

export interface RunResult {
  /** For a program that a signal ended, 128 plus the signal's number, as in a shell. */
  readonly exitCode: number;
  /** Standard output and standard error in the order of arrival; of a very long text, the end. */
  readonly output: string;
}

/** A program in the background. Always `stop` it. */
export interface Service {
  /** Version of the Landlock ABI that restricts its writing; 0 without Landlock. */
  readonly landlock: number;
  /** Its exit code, or 128 plus the number of the signal that ended it; never rejects. */
  readonly ended: Promise<number>;
  /** Standard output and standard error so far, in the order of arrival; of a very long text, the end. */
  log(): string;
  /** Ends it, with everything that it started. */
  stop(): Promise<void>;
}
