import { type ChildProcess, spawn } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { dirname } from "node:path";
import { orNothing } from "../errors.ts";
import { signalAll, signalGroup } from "./groups.ts";
import type { LastWork } from "./host.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Node tells every start of a program here, those of the toolkit's libraries too. */
const PROGRAM_STARTS = "child_process";
/** Milliseconds for a program to end on its own. GitHub's runner sends its second signal after 7.5 s. */
const PATIENCE = 3_000;
const LAUNCHER_PATIENCE = 2_000;

/** A program for node: what it is to remove may be many files, and a machine may have no `rm`. */
const REMOVE = `for (const path of process.argv.slice(1))
  try { require("node:fs").rmSync(path, { recursive: true, force: true, maxRetries: 3 }) } catch {}`;

/**
 * How we leave, whatever the reason: the programs that we started end, for they would write again into what is removed;
 * what must not stay where it is, is renamed; then the directories that are nobody else's go. At a signal their removal
 * is left to a program that outlives us, for there are seconds to leave and removing may take longer.
 */
export class Leaving {
  readonly #programs = new Set<ChildProcess>();
  readonly #directories = new Set<string>();
  readonly #lastWorks = new Set<LastWork>();
  #remover: ChildProcess | undefined;
  #exitCode: number | undefined;
  #report: ((signal: NodeJS.Signals) => void) | undefined;

  constructor() {
    subscribe(PROGRAM_STARTS, (message) => this.#watch((message as { process: ChildProcess }).process));
    for (const signal of SIGNALS) process.on(signal, () => this.#leave(signal));
    process.once("exit", () => this.#clear());
  }

  /** A fresh directory, absolute and without links in it, whose path begins with `prefix`; it goes with us. */
  directory(prefix: string): string {
    mkdirSync(dirname(prefix), { recursive: true });
    const directory = realpathSync(mkdtempSync(prefix));
    this.#directories.add(directory);
    return directory;
  }

  /** @param report called once, before a signal ends us */
  onSignal(report: (signal: NodeJS.Signals) => void): void {
    this.#report = report;
  }

  /** @returns what takes the work back */
  atEnd(work: LastWork): () => void {
    this.#lastWorks.add(work);
    return () => this.#lastWorks.delete(work);
  }

  #watch(program: ChildProcess): void {
    this.#programs.add(program);
    program.once("spawn", () => {
      if (this.#exitCode !== undefined && program !== this.#remover) signalAll(program, "SIGKILL");
    });
    program.once("exit", () => {
      this.#programs.delete(program);
      if (this.#exitCode === undefined) return;
      signalGroup(program, "SIGKILL"); // what it leaves behind
      this.#goWhenAlone(this.#exitCode);
    });
  }

  #leave(signal: NodeJS.Signals): void {
    if (this.#exitCode !== undefined) return;
    const exitCode = 128 + constants.signals[signal];
    this.#exitCode = exitCode;
    const programs = this.#running();
    // Where our own directory is on another file system, this is still beside the mount, so it is waited for.
    const left = this.#doLastWorks(false).filter((path) => !this.#isOurs(path));
    if (left.length > 0) this.#startRemoving(left);
    for (const program of programs) signalAll(program, "SIGTERM");
    this.#report?.(signal);
    this.#goWhenAlone(exitCode);
    setTimeout(() => this.#endWhatIgnoresUs(), LAUNCHER_PATIENCE);
    setTimeout(() => process.exit(exitCode), PATIENCE);
  }

  /** A launcher (`probes/launch.py`) then ends everything below it; any other program ends by this signal itself. */
  #endWhatIgnoresUs(): void {
    if (process.platform === "linux") for (const program of this.#running()) program.kill("SIGUSR1");
  }

  /** At once, before the job hears that its program has ended and takes it for a failure. */
  #goWhenAlone(exitCode: number): void {
    if (this.#running().length === 0) process.exit(exitCode);
  }

  /** One that could not be started never ends. */
  #running(): ChildProcess[] {
    return [...this.#programs].filter(({ pid }) => pid !== undefined);
  }

  #doLastWorks(isLast: boolean): string[] {
    return [...this.#lastWorks].flatMap((work) => orNothing(() => work({ isLast })) ?? []);
  }

  #isOurs(path: string): boolean {
    return this.#directories.has(dirname(path));
  }

  #clear(): void {
    for (const program of this.#running()) if (program !== this.#remover) signalAll(program, "SIGKILL");
    const left = [...this.#doLastWorks(true), ...this.#directories].filter((path) => existsSync(path));
    if (this.#exitCode === undefined) for (const path of left) removeNow(path);
    else if (left.length > 0) this.#startRemoving(left);
  }

  #startRemoving(paths: readonly string[]): void {
    try {
      this.#remover = removeElsewhere(paths);
    } catch {
      for (const path of paths) removeNow(path); // no process can be started
    }
  }
}

function removeNow(path: string): void {
  orNothing(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 }));
}

/** In a session of its own: it goes on when we have ended, and when what started us ends our group. */
function removeElsewhere(paths: readonly string[]): ChildProcess {
  const { PATH, SystemRoot } = process.env;
  const remover = spawn(process.execPath, ["-e", REMOVE, "--", ...paths], {
    env: { PATH, SystemRoot },
    cwd: dirname(process.execPath),
    stdio: "ignore",
    detached: true,
    windowsHide: true,
  });
  remover.on("error", () => {});
  remover.unref();
  return remover;
}
