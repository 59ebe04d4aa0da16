// Runs the Azure CLI, one command at a time, and can stop the one that runs.
import { type ChildProcess, spawn } from "node:child_process";

export interface AzResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of `az` that failed. */
export class AzError extends Error {
  constructor(command: string, { exitCode, stderr }: AzResult) {
    super(`\`az ${command}\` failed with exit code ${exitCode}:\n${stderr.trim()}`);
  }
}

export class Az {
  readonly #workspace: readonly string[];
  #running: ChildProcess | undefined;
  #isStopped = false;

  /** @param workspace arguments that name the workspace */
  constructor(workspace: readonly string[]) {
    this.#workspace = workspace;
  }

  /**
   * @param words after `az ml`
   * @returns what it wrote to standard output
   * @throws AzError if the command fails; Error if `stop` was called
   */
  async run(...words: string[]): Promise<string> {
    if (this.#isStopped) throw new Error("Stopped by a signal.");
    this.#running = this.#start(words);
    const result = await resultOf(this.#running);
    this.#running = undefined;
    if (this.#isStopped) throw new Error("Stopped by a signal.");
    if (result.exitCode !== 0) throw new AzError(`ml ${words.slice(0, 2).join(" ")}`, result);
    return result.stdout;
  }

  /** For cleaning up: the command may fail, and `stop` does not end it. */
  tryToEnd(...words: string[]): Promise<AzResult> {
    return resultOf(this.#start(words));
  }

  /** Ends the command that runs; `run` starts no other one. */
  stop(): void {
    this.#isStopped = true;
    const { pid, exitCode } = this.#running ?? {};
    // The whole group, because az is a shell script that starts Python.
    if (pid !== undefined && exitCode === null) process.kill(-pid, "SIGTERM");
  }

  /** In a process group of its own, so that a signal to this program's group does not end it. */
  #start(words: readonly string[]): ChildProcess {
    process.stdout.write(`az ml ${words.join(" ")}\n`);
    const stdio = ["ignore", "pipe", "pipe"] as const;
    return spawn("az", ["ml", ...words, ...this.#workspace], { stdio: [...stdio], detached: true });
  }
}

function resultOf(child: ChildProcess): Promise<AzResult> {
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      written[name] += text;
    });
  }
  return new Promise((done) => {
    child.once("error", ({ message }) => done({ exitCode: 127, stdout: "", stderr: message }));
    child.once("close", (exitCode, signal) => {
      const stderr = signal === null ? written.stderr : `${written.stderr}\nended by ${signal}`;
      done({ ...written, stderr, exitCode: exitCode ?? 1 });
    });
  });
}
