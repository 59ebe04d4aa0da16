// Runs the command line, the shipped bundle, as a terminal would.
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { repositoryRoot } from "../github/runner/action-runner.ts";
import { type ChildResult, runChild } from "./child.ts";
import { childEnvironment } from "./environment.ts";
import { type Cleanup, createWorkspace } from "./workspace.ts";

export interface CliOptions {
  cwd: string;
  /** Overrides of the environment; `undefined` removes a variable. */
  env?: Record<string, string | undefined>;
  /** Lets the machine's package index, certificates and proxies through. */
  inheritIndex?: boolean;
  /** Default a new directory, removed after the test. */
  home?: string;
  /** Default `dist/cli.js` of this repository. */
  script?: string;
  /** Path of node; default the one that runs the tests. */
  node?: string;
  timeout?: number;
  onStart?: (child: ChildProcess) => void;
}

export interface CliResult extends ChildResult {
  /** Standard output as JSON, when the arguments ask for `--json`; anything else there fails the test. */
  json?: Record<string, string>;
}

export async function runCli(t: Cleanup, args: string[], options: CliOptions): Promise<CliResult> {
  const { cwd, inheritIndex, timeout, onStart, node = process.execPath } = options;
  const script = options.script ?? join(repositoryRoot, "dist", "cli.js");
  const home = options.home ?? join(createWorkspace(t), "home");
  const env = childEnvironment({ home, inheritIndex, env: options.env });
  const child = await runChild(node, [script, ...args], { cwd, env, timeout, onStart });
  return args.includes("--json") ? { ...child, json: parse(child) } : child;
}

function parse({ stdout, stderr }: ChildResult): Record<string, string> {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`standard output is not JSON:\n${stdout}\nstandard error:\n${stderr}`);
  }
}
