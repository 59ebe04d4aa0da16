import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import { isSystemError, messageOf, UserError } from "../errors.ts";
import { signalAll } from "./groups.ts";
import type { Host, Log, RunOptions } from "./host.ts";

const OUTPUT_LIMIT = 2 * 2 ** 20;
/** A program that has no line ends must not fill the memory. */
const LINE_LIMIT = 2 ** 16;
/** How long a background process that inherited the output may keep us waiting. */
const STRAGGLERS_MILLISECONDS = 5_000;

/**
 * `run` of both hosts. Node's own `spawn` rather than @actions/exec, which loses a last line that has no line end,
 * leaves standard input open (a password prompt waits for ever), and cannot be caught when a start fails at once (E2BIG).
 * @throws UserError (from `run`) when the program cannot be started
 */
export function runner(log: Log): Host["run"] {
  return async (command, args, options) => {
    const output = new Output((line) => log.info(line));
    const child = await startProgram(command, args, options);
    const watched = options.watch?.({ pid: child.pid ?? 0, end: () => signalAll(child, "SIGTERM") });
    const ended = lastWord(child).finally(watched);
    await Promise.all([child.stdout, child.stderr].map((stream) => stream && readLines(stream, output)));
    const { code, signal } = await ended;
    if (signal === null) return { exitCode: code ?? 0, output: output.text() };
    output.add(
      `${command} was ended by ${signal}${signal === "SIGKILL" ? "; usually the memory was not enough" : ""}.`,
    );
    return { exitCode: 128 + constants.signals[signal], output: output.text() };
  };
}

/**
 * A program in a process group of its own: what it started must end with it.
 * @throws UserError when it cannot be started
 */
export async function startProgram(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<ChildProcess> {
  try {
    const child = spawn(command, args, {
      env: options.environment,
      cwd: options.directory,
      // Nobody is there to answer a prompt: it must meet the end of the input at once.
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      detached: process.platform !== "win32", // there it would mean a console window
    });
    await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    return child;
  } catch (error) {
    throw new UserError(`${command} cannot be started: ${whyNotStarted(error, options.directory)}.`, { cause: error });
  }
}

function whyNotStarted(error: unknown, directory: string | undefined): string {
  if (isSystemError(error, "ENOENT")) {
    if (directory !== undefined && !existsSync(directory)) return `the directory ${directory} does not exist`;
    return "there is no such program";
  }
  if (isSystemError(error, "EACCES")) return "it may not be executed";
  return messageOf(error);
}

/** How the program ended. Its output may outlive it in a background process: that is let go after a while. */
export async function lastWord(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  child.on("error", () => {}); // a signal that could not be delivered: the exit is what counts
  return await new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      const letGo = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, STRAGGLERS_MILLISECONDS);
      child.once("close", () => clearTimeout(letGo));
      resolve({ code, signal });
    });
  });
}

function readLines(stream: Readable, output: Output): Promise<void> {
  let pending = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (pending + text).split("\n");
    pending = lines.pop() ?? "";
    for (const line of lines) output.add(line);
    if (pending.length < LINE_LIMIT) return;
    output.add(pending);
    pending = "";
  });
  return new Promise((resolve) => {
    stream.once("close", () => {
      if (pending !== "") output.add(pending);
      resolve();
    });
  });
}

/** Lines in the order they came; when they grow too many, the last ones. */
class Output {
  readonly #show: (line: string) => void;
  #lines: string[] = [];
  #length = 0;

  constructor(show: (line: string) => void) {
    this.#show = show;
  }

  add(raw: string): void {
    // What a carriage return wrote over, a terminal would not show either.
    const line = raw.replace(/\r+$/, "").replace(/^.*\r/s, "");
    this.#show(line);
    this.#lines.push(line);
    this.#length += line.length + 1;
    if (this.#length > 2 * OUTPUT_LIMIT) this.#forget();
  }

  text(): string {
    this.#forget();
    return this.#lines.map((line) => `${line}\n`).join("");
  }

  #forget(): void {
    let first = 0;
    while (this.#length > OUTPUT_LIMIT) {
      this.#length -= (this.#lines[first]?.length ?? 0) + 1;
      first += 1;
    }
    if (first > 0) this.#lines = this.#lines.slice(first);
  }
}
