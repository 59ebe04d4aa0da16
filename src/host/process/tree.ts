import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { orNothing } from "../../util/errors.ts";
import { isRunning, runningProcesses } from "./running.ts";

/**
 * Every program that is started here has this variable, with a unique value, and so has every process that it starts.
 */
const MARKER = "AZUREML_EXTRA_PACKAGES_PROCESS";

/** Milliseconds to wait for killed processes to end. */
const LONGEST_WAIT = 50;
/** Milliseconds in which no machine reuses process ids, which Linux assigns in ascending order. */
const NUMBERS_LAST = 500;

const trees = new WeakMap<ChildProcess, ProcessTree>();

/** A program and the processes that it started, found by parent, session and a variable in the environment. */
export class ProcessTree {
  readonly #marker = randomUUID();
  readonly #begin = performance.now();

  /** What the program's environment must contain. */
  variables(): NodeJS.ProcessEnv {
    return { [MARKER]: this.#marker };
  }

  /** `treeOf` of the program returns this tree from now on. */
  belongsTo(program: ChildProcess): void {
    trees.set(program, this);
  }

  /**
   * Kills all of it.
   * @param root process id of the program, which may have ended already
   */
  end(root: number): void {
    // On other systems, the processes that a program started cannot be found after it has ended.
    if (process.platform !== "linux" && orNothing(() => process.kill(root, 0)) === undefined) return;
    const ended = new Set<number>();
    // Processes may start others meanwhile, so this repeats until it finds no more.
    for (let size = -1; size !== ended.size; ) {
      size = ended.size;
      for (const pid of this.signal(root, "SIGKILL")) ended.add(pid);
    }
    for (let wait = 0; wait < LONGEST_WAIT && [...ended].some(isRunning); wait += 1) sleep(1);
  }

  /** @returns the processes that were sent the signal */
  signal(root: number, signal: NodeJS.Signals): number[] {
    const found = this.#find(root);
    for (const pid of found) orNothing(() => process.kill(pid, signal));
    return found;
  }

  #find(root: number): number[] {
    const running = runningProcesses(...this.#numbers(root));
    const seeds = running.filter(
      ({ pid, session }) => pid === root || session === root || hasMarker(pid, this.#marker),
    );
    const found = new Set(seeds.map(({ pid }) => pid));
    for (let size = -1; size !== found.size; ) {
      size = found.size;
      for (const { pid, parent, session } of running) if (found.has(parent) || found.has(session)) found.add(pid);
    }
    return [...found];
  }

  /** The lowest and the highest possible id: reading every process takes longer than a short program runs. */
  #numbers(root: number): [number, number] {
    const all: [number, number] = [0, Number.POSITIVE_INFINITY];
    if (process.platform !== "linux" || performance.now() - this.#begin > NUMBERS_LAST) return all;
    const newest = Number(orNothing(() => readFileSync("/proc/loadavg", "latin1").trim().split(" ").at(-1)));
    return newest >= root ? [root, newest] : all; // otherwise the ids have wrapped around
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** The environment of another user's process cannot be read. */
function hasMarker(pid: number, marker: string): boolean {
  const environment = orNothing(() => readFileSync(`/proc/${pid}/environ`, "latin1")) ?? "";
  return environment.includes(`${MARKER}=${marker}\0`) || environment.endsWith(`${MARKER}=${marker}`);
}

/** The tree of a program that was started here; `undefined` for one that a library started. */
export function treeOf(program: ChildProcess): ProcessTree | undefined {
  return trees.get(program);
}
