import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { dirname } from "node:path";
import { messageOf, orNothing, UserError } from "../../util/errors.ts";
import type { CleanupWork } from "../host.ts";
import { makeParents } from "../make-parents.ts";
import { endAll, signalAll } from "./group.ts";
import { leftBehind, ownPrefix } from "./left-behind.ts";
import { isDetached, spawnDetached } from "./spawn.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Node publishes the start of every program on this channel, also of those that the toolkit's libraries start. */
const PROGRAM_STARTS = "child_process";
/** Milliseconds for a program to end on its own. GitHub's runner sends its second signal after 7.5 s. */
const PATIENCE = 3_000;
const LAUNCHER_PATIENCE = 2_000;

/** A program for node, because a machine may have no `rm`. */
const REMOVE = `for (const path of process.argv.slice(1))
  try { require("node:fs").rmSync(path, { recursive: true, force: true, maxRetries: 3 }) } catch {}`;

/**
 * Cleans up at the end of this process, whatever ends it: first it ends the programs that were started, which could
 * otherwise write to the removed directories again; then it runs the registered work; then it removes the temporary
 * directories. At a signal a detached program removes them, because that may take longer than the few seconds left.
 */
export class Cleanup {
  readonly #programs = new Set<ChildProcess>();
  readonly #directories = new Set<string>();
  readonly #works = new Set<CleanupWork>();
  #exitCode: number | undefined;
  #report: ((signal: NodeJS.Signals) => void) | undefined;

  constructor() {
    subscribe(PROGRAM_STARTS, (message) => this.#watch((message as { process: ChildProcess }).process));
    for (const signal of SIGNALS) process.on(signal, () => this.#onSignal(signal));
    process.once("exit", () => this.#clear());
  }

  /**
   * A new directory, absolute and without symbolic links in its path, which begins with `prefix`; removed at the end. What
   * killed runs left there is removed beside the run.
   * @throws UserError if it cannot be created
   */
  directory(prefix: string): string {
    const left = leftBehind(prefix);
    if (left.length > 0) orNothing(() => removeElsewhere(left));
    const directory = makeTemporary(prefix);
    this.#directories.add(directory);
    return directory;
  }

  /** @param report called once, before a signal ends this process */
  onSignal(report: (signal: NodeJS.Signals) => void): void {
    this.#report = report;
  }

  /** @returns a function that unregisters the work */
  atEnd(work: CleanupWork): () => void {
    this.#works.add(work);
    return () => this.#works.delete(work);
  }

  #watch(program: ChildProcess): void {
    this.#programs.add(program);
    program.once("spawn", () => {
      if (this.#exitCode !== undefined && !isDetached(program)) endAll(program);
    });
    program.once("exit", () => {
      this.#programs.delete(program);
      if (this.#exitCode === undefined || isDetached(program)) return;
      endAll(program); // the processes that it started and did not end
      this.#exitIfNoneRuns(this.#exitCode);
    });
  }

  #onSignal(signal: NodeJS.Signals): void {
    if (this.#exitCode !== undefined) return;
    const exitCode = 128 + constants.signals[signal];
    this.#exitCode = exitCode;
    const programs = this.#running();
    // What could not be moved to a temporary directory, on another file system, is removed before the process ends.
    const left = this.#doWorks(false).filter((path) => !this.#isTemporary(path));
    if (left.length > 0) this.#startRemoving(left);
    for (const program of programs) signalAll(program, "SIGTERM");
    this.#report?.(signal);
    this.#exitIfNoneRuns(exitCode);
    setTimeout(() => this.#killRunning(), LAUNCHER_PATIENCE);
    setTimeout(() => process.exit(exitCode), PATIENCE);
  }

  /** A launcher (`probes/launch.py`) ends all its descendants at this signal; any other program is ended by it. */
  #killRunning(): void {
    if (process.platform === "linux") for (const program of this.#running()) program.kill("SIGUSR1");
  }

  /** Immediately, before the job sees the end of its program and reports it as a failure. */
  #exitIfNoneRuns(exitCode: number): void {
    if (this.#running().length === 0) process.exit(exitCode);
  }

  /** Without those that could not be started, which emit no `exit`, and without those that may outlive this process. */
  #running(): ChildProcess[] {
    return [...this.#programs].filter((program) => program.pid !== undefined && !isDetached(program));
  }

  #doWorks(isLast: boolean): string[] {
    return [...this.#works].flatMap((work) => orNothing(() => work({ isLast })) ?? []);
  }

  #isTemporary(path: string): boolean {
    return this.#directories.has(dirname(path));
  }

  #clear(): void {
    for (const program of this.#running()) endAll(program);
    const left = [...this.#doWorks(true), ...this.#directories].filter((path) => existsSync(path));
    if (this.#exitCode === undefined) for (const path of left) removeNow(path);
    else if (left.length > 0) this.#startRemoving(left);
  }

  #startRemoving(paths: readonly string[]): void {
    try {
      removeElsewhere(paths);
    } catch {
      for (const path of paths) removeNow(path); // no process can be started
    }
  }
}

function removeNow(path: string): void {
  orNothing(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 }));
}

function removeElsewhere(paths: readonly string[]): void {
  const { PATH, SystemRoot } = process.env;
  spawnDetached(process.execPath, ["-e", REMOVE, "--", ...paths], { PATH, SystemRoot });
}

function makeTemporary(prefix: string): string {
  if (/\$/.test(dirname(prefix))) {
    throw new UserError(`The path of the temporary directory ${dirname(prefix)} has the character "$".`, {
      hint: "Python's distutils takes it for the name of a variable. Name another directory with TMPDIR or RUNNER_TEMP.",
    });
  }
  try {
    makeParents(prefix);
    return realpathSync(mkdtempSync(ownPrefix(prefix)));
  } catch (error) {
    throw new UserError(`No temporary directory can be created in ${dirname(prefix)}: ${messageOf(error)}.`, {
      hint: "Name a directory that this user can write to, with TMPDIR, or with RUNNER_TEMP on GitHub's runner.",
      cause: error,
    });
  }
}
