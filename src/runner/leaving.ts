import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
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

/**
 * How we leave, whatever the reason: first the programs that we started end, for they would write again into what is
 * removed, then the directories that are nobody else's go. Node calls the last step, in which nothing runs beside it.
 */
export class Leaving {
  readonly #programs = new Set<ChildProcess>();
  readonly #directories = new Set<string>();
  readonly #lastWorks = new Set<LastWork>();
  #exitCode: number | undefined;
  #report: (signal: NodeJS.Signals) => void = () => {};

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
      if (this.#exitCode !== undefined) signalAll(program, "SIGKILL");
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
    for (const program of this.#running()) signalAll(program, "SIGTERM");
    this.#report(signal);
    this.#goWhenAlone(exitCode);
    setTimeout(() => process.exit(exitCode), PATIENCE);
  }

  /** At once, before the job hears that its program has ended and takes it for a failure. */
  #goWhenAlone(exitCode: number): void {
    if (this.#running().length === 0) process.exit(exitCode);
  }

  /** One that could not be started never ends. */
  #running(): ChildProcess[] {
    return [...this.#programs].filter(({ pid }) => pid !== undefined);
  }

  #clear(): void {
    for (const program of this.#running()) signalAll(program, "SIGKILL");
    for (const work of this.#lastWorks) orNothing(work);
    for (const directory of this.#directories) {
      try {
        rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
      } catch {
        // There is nothing that anybody could do.
      }
    }
  }
}
