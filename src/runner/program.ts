import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { isSystemError, messageOf, UserError } from "../errors.ts";
import { signalAll, signalGroup } from "./groups.ts";
import type { RunOptions } from "./host.ts";
import { Launch, launchCommand } from "./launch.ts";
import { endSurvivors, MARKER } from "./survivors.ts";

/** How long a process that we could not end, and that inherited the output, may keep us waiting. */
const STRAGGLERS_MILLISECONDS = 5_000;
/** How long the launcher has to end everything before it is ended itself. */
const LAUNCHER_MILLISECONDS = 6_000;

/** A program that was started. What it started in turn ends with it. */
export interface Program {
  readonly child: ChildProcess;
  /** Of the program itself, also where a launcher stands before it. */
  readonly pid: number;
  /** The version of Landlock's ABI that keeps it from writing; 0 when nothing does. */
  readonly landlock: number;
  /** Once it and everything that it started have ended; never rejects. */
  readonly ended: Promise<Ending>;
  /** Asks it to end. */
  stop(): void;
  /** Ends it at once, with everything that it started. */
  kill(): void;
}

/** One of both is `null`. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProgramOptions extends RunOptions {
  /** For its standard input, which is at its end at once without it. */
  readonly input?: string;
}

/**
 * Starts a program in a session of its own: what it starts must end with it.
 * @throws UserError when it cannot be started
 */
export async function startProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<Program> {
  const { isolation, input } = options;
  const marker = randomUUID();
  const isLaunched = isolation !== undefined && process.platform === "linux";
  try {
    const [program, words] = isLaunched ? launchCommand(isolation, command, args) : [command, args];
    const child = spawn(program, words, {
      env: { ...options.environment, [MARKER]: marker },
      cwd: options.directory,
      // Nobody is there to answer a prompt: it must meet the end of the input at once.
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe", ...(isLaunched ? (["pipe"] as const) : [])],
      windowsHide: true,
      detached: process.platform !== "win32", // there it would mean a console window
    });
    await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    child.on("error", () => {}); // a signal that could not be delivered: the exit is what counts
    child.stdin?.on("error", () => {}); // a program that ended early has said why
    child.stdin?.end(input);
    return await programOf(child, marker, isLaunched);
  } catch (error) {
    throw new UserError(`${command} cannot be started: ${whyNotStarted(error, options.directory)}.`, { cause: error });
  }
}

async function programOf(child: ChildProcess, marker: string, isLaunched: boolean): Promise<Program> {
  const pid = child.pid ?? 0;
  if (!isLaunched) {
    return {
      child,
      pid,
      landlock: 0,
      ended: endingOf(child, marker, undefined),
      stop: () => signalAll(child, "SIGTERM"),
      kill: () => signalAll(child, "SIGKILL"),
    };
  }
  const launch = new Launch(child);
  const ended = endingOf(child, marker, launch);
  const started = await launch.started;
  return {
    child,
    ...started,
    ended,
    stop: () => child.kill("SIGTERM"),
    kill: () => {
      child.kill("SIGUSR1");
      const lastResort = setTimeout(() => signalAll(child, "SIGKILL"), LAUNCHER_MILLISECONDS);
      child.once("exit", () => clearTimeout(lastResort));
    },
  };
}

/** How the program ended. Its output may be held open by a process that could not be ended: that is let go after a while. */
async function endingOf(child: ChildProcess, marker: string, launch: Launch | undefined): Promise<Ending> {
  return await new Promise((resolve) => {
    child.once("exit", async (code, signal) => {
      signalGroup(child, "SIGKILL");
      endSurvivors(marker, child.pid ?? 0);
      const letGo = setTimeout(() => {
        for (const stream of child.stdio) stream?.destroy();
      }, STRAGGLERS_MILLISECONDS);
      child.once("close", () => clearTimeout(letGo));
      resolve((await launch?.ended) ?? { code, signal });
    });
  });
}

function whyNotStarted(error: unknown, directory: string | undefined): string {
  if (isSystemError(error, "ENOENT")) {
    if (directory !== undefined && !existsSync(directory)) return `the directory ${directory} does not exist`;
    return "there is no such program";
  }
  if (isSystemError(error, "EACCES")) return "it may not be executed";
  return messageOf(error);
}

/** As a shell says it: 128 plus the signal's number for a program that a signal ended. */
export function exitCodeOf({ code, signal }: Ending): number {
  return signal === null ? (code ?? 0) : 128 + constants.signals[signal];
}
