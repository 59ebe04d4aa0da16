import type { Place } from "../errors.ts";

/** What the job needs of the machine it runs on. GitHub's runner and a terminal each give one. */
export interface Host {
  readonly kind: "github" | "terminal";
  /** Absolute; input paths are relative to it. */
  readonly workspace: string;
  /** Absolute, fresh, without links in it; `dispose` removes it, and so does a signal. */
  readonly temporary: string;
  /** Absolute; pinned tools stay here from run to run. */
  readonly toolDirectory: string;
  /** A fresh directory in `parent` (default: beside the tools), for what may be renamed. Removed when we end. */
  draft(parent?: string): string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly event: HostEvent;
  readonly log: Log;
  readonly cache: Cache | undefined;
  readonly artifacts: Artifacts | undefined;
  /** Begins to load what cache and artifacts will need, for a moment in which a program is waited for. */
  warmUp(): void;
  /** Absolute default of the `output-directory` input. */
  outputDirectory(artifactName: string): string;
  /** To be called when we leave, also at a signal. @returns what takes the work back */
  atEnd(work: LastWork): () => void;
  /** Runs a program to its end, its output streaming to the log. */
  run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult>;
  /** Starts a program that runs until it is stopped, its output kept back. */
  start(command: string, args: readonly string[], options: RunOptions): Promise<Service>;
  /** Runs a short program and answers its standard output. */
  capture(command: string, args: readonly string[], options: RunOptions): Promise<string>;
  /**
   * Undoes what other programs wrote to the files by which a step hands values to the runner.
   * @returns the variables that name those files, such as `GITHUB_OUTPUT`
   */
  restoreCommandFiles(): string[];
  /**
   * Hands the outputs to whoever started the job. No other program may run any more.
   * @throws UserError when they cannot be handed over
   */
  publish(outputs: Readonly<Record<string, string>>): void;
  /** Shows the job summary, where there is a place for it; after the outputs. */
  summarise(summary: string): void;
  /** Calls `report` once, before a signal ends us; what it does must be done when it returns. */
  onSignal(report: (signal: NodeJS.Signals) => void): void;
  /** Removes `temporary`; never throws. To be called at the very end, on failure too. */
  dispose(): Promise<void>;
}

/**
 * It is called once at a signal, when programs may still run, and once as the very last. It takes no time, and answers
 * the paths of what remains to be removed.
 */
export type LastWork = (moment: { readonly isLast: boolean }) => readonly string[];

/** The facts of the triggering event that decide defaults. */
export interface HostEvent {
  readonly name: string;
  readonly ref: string;
  readonly repository: string;
  readonly commit: string;
  /** A pull request from a fork: no secrets, and a cache that others must not inherit. */
  readonly fromFork: boolean;
  readonly selfHosted: boolean;
}

export interface Log {
  info(message: string): void;
  debug(message: string): void;
  notice(message: string, place?: Annotation): void;
  warning(message: string, place?: Annotation): void;
  error(message: string, place?: Annotation): void;
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** Hides a secret in everything printed from now on. */
  mask(secret: string): void;
}

export interface Annotation extends Place {
  readonly title?: string;
}

export interface RunOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly directory?: string;
  /** For code that is not trusted. */
  readonly isolation?: Isolation | undefined;
  /** For `run`: told of the program once it runs; what it answers is called when the program has ended. */
  readonly watch?: (program: RunningProgram) => () => void;
}

/** Linux only; elsewhere a process group has to do. */
export interface Isolation {
  /** Command line of the launcher, before its own arguments: absolute path of a trusted interpreter, switches, program. */
  readonly launcher: readonly string[];
  /** Absolute directories: the program may write below them and nowhere else, where the kernel can see to that. */
  readonly writable?: readonly string[] | undefined;
}

export interface RunningProgram {
  readonly pid: number;
  /** Ends it with everything that it started. */
  end(): void;
}

export interface RunResult {
  /** 128 plus the signal's number for a program that a signal ended, as a shell says it. */
  readonly exitCode: number;
  /** Standard output and standard error in the order they came; of a very long text, the end. */
  readonly output: string;
}

/** A program in the background. Always `stop` it. */
export interface Service {
  /** The version of Landlock's ABI that keeps it from writing; 0 when nothing does. */
  readonly landlock: number;
  /** Its exit code, 128 plus the signal's number where a signal ended it; never rejects. */
  readonly ended: Promise<number>;
  /** Standard output and standard error so far, in the order they came; of a very long text, the end. */
  log(): string;
  /** Ends it with everything that it started. */
  stop(): Promise<void>;
}

/** A store of directories under exact keys; it never throws. */
export interface Cache {
  /** Fills `directory` (absolute, fresh) with what was saved under `key`. */
  restore(key: string, directory: string): Promise<"found" | "absent" | "unusable">;
  /** Saves the files of `directory` under `key`; a sentence when it could not, `undefined` when it did. */
  save(key: string, directory: string): Promise<string | undefined>;
}

export interface Artifacts {
  /** @throws UserError when the service refuses */
  upload(name: string, files: readonly string[], root: string, options: UploadOptions): Promise<Artifact>;
  /**
   * Saves the artifact's zip, as the service has it, in `directory` (absolute, fresh).
   * @throws UserError when there is none, or when its bytes are not those that were uploaded
   */
  download(wanted: WantedArtifact, directory: string): Promise<{ readonly artifact: Artifact; readonly file: string }>;
}

export interface WantedArtifact {
  /** The newest of this name, unless an id is given; `''` for any. */
  readonly name: string;
  readonly id: number | undefined;
  /** Absent for the artifacts of this run. */
  readonly otherRun: OtherRun | undefined;
}

export interface OtherRun {
  readonly runId: number;
  readonly owner: string;
  readonly repository: string;
  /** A secret. */
  readonly token: string;
}

export interface UploadOptions {
  readonly retentionDays: number | undefined;
  /** zlib level 0 to 9. */
  readonly compressionLevel: number;
}

export interface Artifact {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly digest: string;
}
