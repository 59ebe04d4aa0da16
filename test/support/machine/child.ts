// Runs a process to its end and keeps what it wrote, line by line in the order of arrival.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Environment } from "./environment.ts";

export interface ChildOptions {
  cwd: string;
  env: Environment;
  /** Milliseconds until it is killed and the test fails; default five minutes. */
  timeout?: number | undefined;
  /** Called once it runs, for tests that send signals. */
  onStart?: ((child: ChildProcess) => void) | undefined;
}

export interface ChildResult {
  /** `null` when a signal ended it. */
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** Both streams; their order among each other is as good as the pipes allow. */
  lines: string[];
}

export async function runChild(command: string, args: string[], options: ChildOptions): Promise<ChildResult> {
  const { cwd, env, timeout = 300_000, onStart } = options;
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    const stream = child[name].setEncoding("utf8");
    stream.on("data", (text: string) => {
      written[name] += text;
    });
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => lines.push(line));
  }
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
    // Its own children may live on and hold the pipes open.
    child.stdout.destroy();
    child.stderr.destroy();
  }, timeout);
  onStart?.(child);
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code, name) => done([code, name]));
  }).finally(() => clearTimeout(timer));
  if (isLate)
    throw new Error(`${command} ${args.join(" ")} took over ${timeout} ms; it had written:\n${lines.join("\n")}`);
  return { exitCode, signal, ...written, lines };
}
