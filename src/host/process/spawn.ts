import { type ChildProcess, spawn } from "node:child_process";
import { dirname } from "node:path";
import { UserError } from "../../util/errors.ts";
import type { StartOptions } from "../host.ts";
import type { Ending } from "./ending.ts";
import { findProgram, whyNotStarted } from "./find-program.ts";
import { endAll, signalAll } from "./group.ts";
import { Launch, withLauncher } from "./launch.ts";
import { ProcessTree } from "./tree.ts";

/*
 * How foreign code (imports, scoring scripts, servers) is run: with Node's own spawn, in a process group of its own, on
 * Linux by a launcher. Filters and detached programs are started here too. Tools are run by tools.ts. No other file
 * starts programs.
 */

/** Milliseconds to wait for a process that inherited the output and could not be ended. */
export const STRAGGLERS = 5_000;
/** Milliseconds that the launcher has to end its descendants before it is killed itself. */
const LAUNCHER_PATIENCE = 6_000;

/** A running program. The processes that it starts end with it. */
export interface Program {
  readonly child: ChildProcess;
  /** Of the program itself, also if a launcher runs it. */
  readonly pid: number;
  /** Version of the Landlock ABI that restricts its writing; 0 without Landlock. */
  readonly landlock: number;
  /** Resolves when it and everything that it started have ended; never rejects. */
  readonly ended: Promise<Ending>;
  /** Asks it to end. */
  stop(): void;
  /** Kills it, with everything that it started. */
  kill(): void;
}

/**
 * Starts foreign code in a session of its own: the processes that it starts must end with it.
 * @throws UserError if it cannot be started
 */
export async function spawnForeign(command: string, args: readonly string[], options: StartOptions): Promise<Program> {
  const { isolation, input, keepInput = false } = options;
  const tree = new ProcessTree();
  try {
    const file = findProgram(command, args, options);
    const { program, words, isLaunched } = withLauncher(isolation, file, args, true);
    const child = spawn(program, words, {
      env: { ...options.environment, ...tree.variables() },
      cwd: options.directory,
      // No prompt can be answered, so without input, standard input is empty.
      stdio: [
        input === undefined && !keepInput ? "ignore" : "pipe",
        "pipe",
        "pipe",
        ...(isLaunched ? (["pipe"] as const) : []),
      ],
      windowsHide: true,
      detached: process.platform !== "win32", // on Windows, detached opens a console window
    });
    tree.belongsTo(child);
    await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    child.on("error", () => {}); // a signal could not be delivered: only the exit matters
    child.stdin?.on("error", () => {}); // a program that ended early reports the reason itself
    if (!keepInput) child.stdin?.end(input);
    return await programOf(child, isLaunched);
  } catch (error) {
    throw new UserError(`${command} cannot be started: ${whyNotStarted(error)}.`, { cause: error });
  }
}

async function programOf(child: ChildProcess, isLaunched: boolean): Promise<Program> {
  const pid = child.pid ?? 0;
  if (!isLaunched) {
    return {
      child,
      pid,
      landlock: 0,
      ended: endingOf(child, undefined),
      stop: () => signalAll(child, "SIGTERM"),
      kill: () => endAll(child),
    };
  }
  const launch = new Launch(child);
  const ended = endingOf(child, launch);
  const started = await launch.started;
  return { child, ...started, ended, stop: () => child.kill("SIGTERM"), kill: () => killLaunched(child) };
}

/** The launcher ends its descendants, which only it can find. */
export function killLaunched(launcher: ChildProcess): void {
  launcher.kill("SIGUSR1");
  const lastResort = setTimeout(() => endAll(launcher), LAUNCHER_PATIENCE);
  launcher.once("exit", () => clearTimeout(lastResort));
}

/**
 * How the program ended. A process that could not be killed may keep its output open: the streams are closed after a
 * while.
 */
async function endingOf(child: ChildProcess, launch: Launch | undefined): Promise<Ending> {
  return await new Promise((resolve) => {
    child.once("exit", async (code, signal) => {
      endAll(child);
      const timer = setTimeout(() => {
        for (const stream of child.stdio) stream?.destroy();
      }, STRAGGLERS);
      child.once("close", () => clearTimeout(timer));
      resolve((await launch?.ended) ?? { code, signal });
    });
  });
}

/**
 * A program that reads or writes an open file directly, which is faster than to pass the bytes through this process.
 */
export function spawnFilter(
  command: string,
  args: readonly string[],
  ends: readonly [number | "pipe", number | "pipe"],
): ChildProcess {
  return spawn(command, args, { stdio: [...ends, "pipe"] });
}

const detached = new WeakSet<ChildProcess>();

/** Whether a program was started by `spawnDetached`: it is not ended with this process. */
export function isDetached(program: ChildProcess): boolean {
  return detached.has(program);
}

/** In a session of its own: it keeps running when this process, or its process group, has ended. */
export function spawnDetached(program: string, args: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(program, args, {
    env: environment,
    cwd: dirname(program),
    stdio: "ignore",
    detached: true,
    windowsHide: true,
  });
  detached.add(child);
  child.on("error", () => {});
  child.unref();
  return child;
}
