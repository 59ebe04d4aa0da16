// Runs a program, or the command line, on a terminal of its own.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { repositoryRoot } from "../github/runner/action-runner.ts";
import { childEnvironment, type EnvironmentChanges } from "../machine/environment.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";
import { findAnyPython } from "../python/interpreters.ts";
import { screenOf } from "./screen.ts";

export interface TerminalOptions {
  cwd: string;
  env?: EnvironmentChanges;
  home?: string;
  columns?: number;
  /** Whether standard output is a file, as with `> file`. */
  redirected?: boolean;
  /** What is typed, each after the program has written a text. */
  typed?: readonly { after: string; keys: string }[];
}

export interface TerminalResult {
  exitCode: number | null;
  /** Everything that was written to the terminal. */
  raw: string;
  /** The lines that are visible in the end, without colours and blanks at their ends. */
  screen: string[];
  /** What was written to a redirected standard output. */
  stdout: string;
}

const program = fileURLToPath(new URL("pseudo_terminal.py", import.meta.url));

export async function runInTerminal(
  t: Cleanup,
  command: readonly string[],
  options: TerminalOptions,
): Promise<TerminalResult> {
  const { cwd, columns = 100, redirected = false, typed = [], home = createWorkspace(t) } = options;
  const file = join(createWorkspace(t), "stdout");
  const env = childEnvironment({ home, env: { TERM: "xterm-256color", ...options.env } });
  const words = [program, String(columns), redirected ? file : "-", ...command];
  const child = spawn(findAnyPython(), words, { cwd, env, stdio: ["pipe", "pipe", "inherit"], timeout: 120_000 });
  child.stdin.end(typed.map(({ after, keys }) => `WAIT ${after}\nTYPE ${JSON.stringify(keys)}\n`).join(""));
  let raw = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    raw += text;
  });
  const exitCode = await new Promise<number | null>((done, fail) => {
    child.once("error", fail).once("close", done);
  });
  const stdout = existsSync(file) ? readFileSync(file, "utf8") : "";
  return { exitCode, raw, screen: screenOf(raw, columns), stdout };
}

/** The shipped command line. */
export async function runCliInTerminal(
  t: Cleanup,
  args: readonly string[],
  options: TerminalOptions,
): Promise<TerminalResult> {
  return await runInTerminal(t, [process.execPath, join(repositoryRoot, "dist", "cli.js"), ...args], options);
}
