// A code directory like examples/iris, a stand-in for az on PATH, and the script deploy-example with both.
import assert from "node:assert/strict";
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { repositoryRoot } from "../../support/github/runner/action-runner.ts";
import { type ChildResult, runChild } from "../../support/machine/child.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../../support/machine/workspace.ts";
import { findAnyPython } from "../../support/python/interpreters.ts";
import type { Plan } from "./az-stand-in.ts";

export const onLinux = { skip: process.platform !== "linux" && "the container is played with this machine's Python" };
export const LIBRARY_PATH = "myenv/lib/python3.8/site-packages";
const SCORE = `import demo

def init():
    pass

def run(raw_data):
    return {"value": demo.VALUE}
`;
const DEPLOY = [
  "--image",
  "mcr.microsoft.com/azureml/x:latest",
  "--library-path",
  LIBRARY_PATH,
  "--facts",
  "facts.json",
];
export const WORKSPACE = ["--resource-group", "group", "--workspace", "space"];
export const NAME = "iris-123-1";

interface Call {
  readonly command: string;
  readonly words: readonly string[];
  readonly pid: number;
}

export interface Machine {
  readonly directory: string;
  /** Endpoints that exist. */
  endpoints(): string[];
  calls(): Call[];
  run(words: string[], signals?: Signals): Promise<ChildResult>;
}

/** Signals that the script gets, each once this command runs. */
type Signals = readonly (readonly [signal: NodeJS.Signals, command: string])[];

export function prepare(t: Cleanup, plan: Omit<Plan, "python"> = {}): Machine {
  const directory = createWorkspace(t, {
    "plan.json": JSON.stringify({ python: findAnyPython(), ...plan }),
    "bin/az": `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, "az-stand-in.ts")}" "$@"\n`,
    "tmp/": "",
  });
  chmodSync(join(directory, "bin", "az"), 0o755);
  const code = join(directory, "code");
  cpSync(join(repositoryRoot, "examples", "iris"), code, {
    recursive: true,
    filter: (path) => !/\/\.?(myenv|model)\b/.test(path),
  });
  writeFiles(code, { "score.py": SCORE, [`${LIBRARY_PATH}/demo.py`]: "VALUE = 7\n" });
  chmodSync(join(code, LIBRARY_PATH, "demo.py"), 0o640);
  const calls = () => callsIn(directory);
  const run = (words: string[], signals: Signals = []) => start(directory, words, signals, calls);
  const endpoints = () => (existsSync(join(directory, "endpoints")) ? readdirSync(join(directory, "endpoints")) : []);
  return { directory, endpoints, calls, run };
}

function callsIn(directory: string): Call[] {
  const path = join(directory, "calls.jsonl");
  if (!existsSync(path)) return [];
  // A line without its end is still being written.
  const written = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return written.map((line) => JSON.parse(line));
}

async function start(directory: string, words: string[], signals: Signals, calls: () => Call[]): Promise<ChildResult> {
  const script = join(repositoryRoot, "scripts", "deploy-example.ts");
  const env = {
    PATH: [join(directory, "bin"), process.env.PATH].join(delimiter),
    AZ_STAND_IN: directory,
    TMPDIR: join(directory, "tmp"),
    GITHUB_STEP_SUMMARY: join(directory, "summary.md"),
  };
  return await runChild(process.execPath, [script, "--code-directory", "code", ...words], {
    ...{ cwd: directory, env, timeout: 60_000 },
    onStart: async (child) => {
      for (const [signal, command] of signals) {
        while (!calls().some((call) => call.command === command)) await delay(20);
        child.kill(signal);
      }
    },
  });
}

export const deploy = ["--endpoint", NAME, ...WORKSPACE, ...DEPLOY];
export const commandsOf = (machine: Machine) => machine.calls().map(({ command }) => command);
export const factsIn = ({ directory }: Machine) => JSON.parse(readFileSync(join(directory, "facts.json"), "utf8"));

/** What holds after every run: no endpoint, no temporary directory, no az. */
export function assertNothingLeft(machine: Machine): void {
  assert.deepEqual(machine.endpoints(), []);
  assert.deepEqual(readdirSync(join(machine.directory, "tmp")), []);
  for (const { pid } of machine.calls()) assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
}
