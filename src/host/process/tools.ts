import { AsyncLocalStorage } from "node:async_hooks";
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { statSync } from "node:fs";
import { EOL } from "node:os";
import { StringDecoder } from "node:string_decoder";
import { UserError } from "../../util/errors.ts";
import type { RunningProgram, ToolOptions } from "../host.ts";
import type { Ending } from "./ending.ts";
import { findProgram, whyNotStarted } from "./find-program.ts";
import { endAll, signalAll } from "./group.ts";
import { type CommandLine, withLauncher } from "./launch.ts";
import { childOf } from "./running.ts";
import { killLaunched, STRAGGLERS } from "./spawn.ts";
import { endStart, guardStart } from "./start-errors.ts";
import { ProcessTree } from "./tree.ts";

/*
 * How tools (installers, interpreters that print facts, archivers, git) are run: with @actions/exec. What the library
 * does not do is done on the child process, which Node's diagnostics channel provides. Foreign code and filters are run
 * by spawn.ts.
 */

/** Each is called with a part of the text and returns whether to continue; if not, the tool is killed. */
export interface ToolOutput {
  readonly stdout: (text: string) => boolean;
  readonly stderr: (text: string) => boolean;
}

export interface ToolEnding extends Ending {
  readonly timedOut: boolean;
}

/**
 * Runs a tool to its end. The processes that it started end with it.
 * @throws UserError if it cannot be started
 */
export async function runTool(
  command: string,
  args: readonly string[],
  options: ToolOptions,
  output: ToolOutput,
): Promise<ToolEnding> {
  try {
    const file = findProgram(command, args, options);
    return await new Tool(withLauncher(options.isolation, file, args, false), options).run(output);
  } catch (error) {
    throw new UserError(`${command} cannot be started: ${whyNotStarted(error)}.`, { cause: error });
  }
}

/** Loaded when it is first needed, so that the command line starts faster. */
let library: Promise<typeof import("@actions/exec")> | undefined;

const current = new AsyncLocalStorage<Tool>();
subscribe("child_process", (message) => current.getStore()?.begin((message as { process: ChildProcess }).process));

class Tool {
  readonly #command: CommandLine;
  readonly #options: ToolOptions;
  readonly #tree = new ProcessTree();
  #child: ChildProcess | undefined;
  #pid: number | undefined;
  #failure: Error | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unwatch: (() => void) | undefined;
  #timedOut = false;
  #isKilled = false;

  constructor(command: CommandLine, options: ToolOptions) {
    this.#command = command;
    this.#options = options;
  }

  async run(output: ToolOutput): Promise<ToolEnding> {
    library ??= import("@actions/exec");
    const { exec } = await library;
    const decoders = [new StringDecoder("utf8"), new StringDecoder("utf8")] as const;
    const { environment, directory } = this.#options;
    const [commandLine, words] = commandLineOf(this.#command);
    const how = {
      env: { ...environment, ...this.#tree.variables() } as Record<string, string>,
      ...(directory === undefined ? {} : { cwd: directory }),
      silent: true,
      ignoreReturnCode: true,
      delay: STRAGGLERS,
      listeners: {
        stdout: (part: Buffer) => this.#read(part, decoders[0], output.stdout),
        stderr: (part: Buffer) => this.#read(part, decoders[1], output.stderr),
      },
    };
    const failed = guardStart(this);
    try {
      await Promise.race([failed, current.run(this, () => exec(commandLine, words, how))]);
    } catch (error) {
      throw this.#failure ?? error;
    } finally {
      this.#finish();
    }
    output.stdout(decoders[0].end());
    output.stderr(decoders[1].end());
    const { exitCode = null, signalCode = null } = this.#child ?? {};
    return { code: exitCode, signal: signalCode, timedOut: this.#timedOut };
  }

  /** Called while Node starts the process, which has no id and no streams yet. */
  begin(child: ChildProcess): void {
    if (this.#child !== undefined) return; // started by a listener of the output
    this.#child = child;
    this.#tree.belongsTo(child);
    child.once("spawn", () => this.#onSpawn(child));
    child.once("error", (error) => {
      this.#failure = error;
    });
    child.once("exit", () => endAll(child));
  }

  /** Whether Node threw an error instead of starting the process. */
  get hasNotStarted(): boolean {
    return this.#child !== undefined && this.#child.pid === undefined && this.#failure === undefined;
  }

  #onSpawn(child: ChildProcess): void {
    endStart(this);
    const { input, timeout, watch } = this.#options;
    // No prompt can be answered, and the library leaves standard input open.
    child.stdin?.on("error", () => {}); // a program that ended early reports the reason itself
    child.stdin?.end(input);
    if (timeout !== undefined) this.#timer = setTimeout(() => this.#end(child), timeout);
    this.#unwatch = watch?.(this.#running(child));
  }

  #running(child: ChildProcess): RunningProgram {
    const pid = () => {
      this.#pid ??= this.#command.isLaunched ? childOf(child.pid) : child.pid;
      return this.#pid;
    };
    return {
      get pid() {
        return pid();
      },
      // A launcher forwards the signal.
      end: () => (this.#command.isLaunched ? child.kill("SIGTERM") : signalAll(child, "SIGTERM")),
    };
  }

  #end(child: ChildProcess): void {
    this.#timedOut = true;
    this.#kill(child);
  }

  #kill(child: ChildProcess | undefined): void {
    if (child === undefined || this.#isKilled) return;
    this.#isKilled = true;
    if (this.#command.isLaunched) killLaunched(child);
    else endAll(child);
  }

  /**
   * The library also splits the output into lines, and searches an unfinished line from its beginning again with each
   * part: 50 MB take 15 s. So a line end is written to the end of each part after it was read here.
   */
  #read(part: Buffer, decoder: StringDecoder, sink: (text: string) => boolean): void {
    if (!sink(decoder.write(part))) this.#kill(this.#child);
    part.write(EOL, Math.max(0, part.length - EOL.length));
  }

  #finish(): void {
    endStart(this);
    clearTimeout(this.#timer);
    this.#unwatch?.();
    // A process that could not be killed may keep them open, and this process would then not end.
    for (const stream of this.#child?.stdio ?? []) stream?.destroy();
  }
}

/**
 * The library refuses files that only root or a supplementary group may execute, and misreads some paths; a shell does
 * not.
 */
function commandLineOf({ program, words }: CommandLine): [string, string[]] {
  const { mode, uid, gid } = statSync(program);
  const isExecutable =
    (mode & 0o001) !== 0 ||
    ((mode & 0o010) !== 0 && gid === process.getgid?.()) ||
    ((mode & 0o100) !== 0 && uid === process.getuid?.());
  if (process.platform === "win32" || (isExecutable && !/["\\]|\s$/.test(program))) return [`"${program}"`, [...words]];
  return ["/bin/sh", ["-c", 'exec "$0" "$@"', program, ...words]];
}
