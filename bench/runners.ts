// Hosted runners that share cache and artifacts: each run has a machine of its own, with empty caches and no files.
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ActionResult, runAction } from "../test/support/github/runner/action-runner.ts";
import { type ResultsService, startResultsService } from "../test/support/github/services/results-service.ts";
import { runChild } from "../test/support/machine/child.ts";
import { childEnvironment, type Environment } from "../test/support/machine/environment.ts";
import { type Cleanup, createWorkspace } from "../test/support/machine/workspace.ts";
import type { PackageIndex } from "../test/support/packages/package-index.ts";
import { python38, type Work } from "./works.ts";

export interface Runners extends Cleanup {
  /** On loopback; `undefined` where the real one is asked. */
  readonly index: PackageIndex | undefined;
  readonly service: ResultsService;
  /** For whatever is not to outlive the runners. */
  readonly directory: string;
  /** Each run has a number of its own, or the names of its artifacts would be taken. */
  nextRun(): number;
}

/** Does something with fresh runners, whose directories and services are gone afterwards. */
export async function withRunners<T>(
  index: PackageIndex | undefined,
  work: (runners: Runners) => Promise<T>,
): Promise<T> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "azureml-bench-")));
  const service = await startResultsService();
  let run = 1000;
  try {
    return await passing({ index, service, directory, nextRun: () => ++run }, work);
  } finally {
    await service.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Does something on the same runners whose files are gone afterwards: five rounds of them would fill the memory. */
export async function passing<T>(runners: Omit<Runners, "after">, work: (runners: Runners) => Promise<T>): Promise<T> {
  const cleanups: (() => void | Promise<void>)[] = [];
  try {
    return await work({ ...runners, after: (clean) => cleanups.push(clean) });
  } finally {
    for (const clean of cleanups.reverse()) await clean();
  }
}

/** From the start of the process to its end. */
export interface Timed {
  readonly milliseconds: number;
  /** GITHUB_RUN_ID; artifacts are of a run. */
  readonly run: number;
  /** Absolute; where the run left its files. */
  readonly workspace: string;
}

export interface PeerRun extends Timed {
  /** Standard output. */
  readonly log: string;
}

export interface OurRun extends Timed {
  /** Milliseconds of them in which we tried imports: nobody else does, and nothing else of ours runs meanwhile. */
  readonly imports: number;
  readonly outputs: ActionResult["outputs"];
  /** Bytes of memory of our process at its height, without the programs that it runs. */
  readonly memory: number;
}

/** Our action with these inputs. */
export async function ours(
  runners: Runners,
  { requirements }: Pick<Work, "requirements">,
  inputs: Record<string, string>,
  run: number = runners.nextRun(),
  onStart?: (child: ChildProcess) => void,
): Promise<OurRun> {
  const files = { "requirements.txt": requirements, "score.py": "def init(): ...\ndef run(data): return data\n" };
  const workspace = createWorkspace(runners, files);
  const memory = join(createWorkspace(runners), "memory");
  const options = {
    workspace,
    toolCache: join(createWorkspace(runners), "tools"),
    service: runners.service,
    runId: run,
    with: { python: python38(), "artifact-name": "ours", ...inputs },
    inheritIndex: runners.index === undefined,
    env: { ...runners.index?.env(), NODE_OPTIONS: `${AT_END} ${profile()}`, BENCH_MEMORY: memory },
    ...(onStart ? { onStart } : {}),
  };
  const [milliseconds, { exitCode, log, outputs }] = await clocked(() => runAction(runners, options));
  if (exitCode !== 0) throw new Error(`Our side failed:\n${log}`);
  const seen = { imports: importsIn(outputs["report-file"]), memory: Number(readFileSync(memory, "utf8")) };
  return { milliseconds, ...seen, run, workspace, outputs };
}

function importsIn(report: string | undefined): number {
  return report ? (JSON.parse(readFileSync(report, "utf8")).times.imports ?? 0) : 0;
}

/** `BENCH_PROFILE=<directory>` keeps a CPU profile of each run of ours there. */
function profile(): string {
  const directory = process.env.BENCH_PROFILE;
  return directory ? `--cpu-prof --cpu-prof-dir=${directory}` : "";
}

/** Node's option with which a process writes down its memory when it ends. */
const AT_END = atEnd("(m)=>process.getBuiltinModule('node:fs').writeFileSync(process.env.BENCH_MEMORY,String(m))");

/** @param note JavaScript: a function of the bytes of memory */
function atEnd(note: string): string {
  const program = `process.on('exit',()=>(${note})((${mostMemory})()))`;
  return `--import data:text/javascript,${encodeURIComponent(program)}`;
}

/**
 * Bytes; its text runs in the process that is measured. On Linux not `maxRSS`, which begins with that of the process that
 * forked this one: the bench, which has served gigabytes.
 */
function mostMemory(): number {
  const { existsSync, readFileSync } = process.getBuiltinModule("node:fs");
  const status = "/proc/self/status";
  const [, most] = existsSync(status) ? (/VmHWM:\s+(\d+)/.exec(readFileSync(status, "latin1")) ?? []) : [];
  return 1024 * (most === undefined ? process.resourceUsage().maxRSS : Number(most));
}

/** A peer's script from `bench/peers`; with the imports that prove its result, outside the clock. */
export async function peer(
  runners: Runners,
  script: string,
  { requirements, imports }: Work,
  env: Record<string, string> = {},
): Promise<PeerRun> {
  const workspace = createWorkspace(runners, { "requirements.txt": requirements });
  const run = runners.nextRun();
  const [milliseconds, log] = await program(runners, run, workspace, "sh", [join(PEERS, script)], env);
  const own = join(workspace, "myenv", "bin", "python");
  // A flat layout has no interpreter of its own.
  const python = existsSync(own) ? own : python38();
  await command(runners, `"${python}" -c "${imports}"`, python === own ? {} : { PYTHONPATH: join(workspace, "myenv") });
  return { milliseconds, run, workspace, log };
}

/** Uploads (with a compression level) or downloads, as the steps for that do. */
export async function artifact(runners: Runners, run: number, directory: string, ...words: string[]): Promise<number> {
  const [milliseconds] = await program(runners, run, directory, process.execPath, [
    join(PEERS, "artifact.mjs"),
    ...words,
  ]);
  return milliseconds;
}

/** Milliseconds of a line of shell. */
export async function command(runners: Runners, line: string, env: Record<string, string> = {}): Promise<number> {
  const environment = childEnvironment({ home: join(runners.directory, "home"), env });
  const [milliseconds] = await clocked(() => checked("sh", ["-c", line], runners.directory, environment));
  return milliseconds;
}

/** Bytes of memory at the height of a command of ours, which it says at its end. */
export async function memoryOf(runners: Runners, directory: string, ...words: string[]): Promise<number> {
  const toErrors = atEnd("(m)=>process.stderr.write('\\nmemory '+m+'\\n')").split(" ");
  const env = childEnvironment({ home: join(runners.directory, "home") });
  const command = [...toErrors, CLI, ...words];
  const { exitCode, stderr } = await runChild(process.execPath, command, { cwd: directory, env });
  if (exitCode !== 0) throw new Error(stderr);
  return Number(/^memory (\d+)$/m.exec(stderr)?.[1]);
}

/** What one of the bench's own programs prints, which takes the time itself: within a running Node, as in the action. */
export async function inNode<T>(runners: Runners, script: string, ...words: string[]): Promise<T> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const environment = childEnvironment({ home: join(runners.directory, "home") });
  return JSON.parse(await checked(process.execPath, [file, ...words], runners.directory, environment)) as T;
}

const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const PEERS = fileURLToPath(new URL("./peers", import.meta.url));

async function program(
  { index, service, directory: root }: Runners,
  run: number,
  directory: string,
  name: string,
  words: string[],
  more: Record<string, string> = {},
): Promise<[number, string]> {
  const env = {
    ...more,
    ...(index ? { PIP_INDEX_URL: index.url, UV_DEFAULT_INDEX: index.url } : {}),
    ...service.env({ runId: run }),
    GITHUB_WORKSPACE: directory,
    GITHUB_REPOSITORY: "octo-org/scoring",
    RUNNER_TEMP: root,
    PYTHON: python38(),
    NODE: process.execPath,
    PEERS,
  };
  // The same path in each run: the cache's entries are bound to the paths that they were saved from.
  const home = join(root, "home");
  rmSync(home, { recursive: true, force: true });
  const environment = childEnvironment({ home, inheritIndex: index === undefined, env });
  return await clocked(() => checked(name, words, directory, environment));
}

async function checked(name: string, words: string[], cwd: string, env: Environment): Promise<string> {
  const { exitCode, stdout, lines } = await runChild(name, words, { cwd, env, timeout: 1_800_000 });
  if (exitCode === 0) return stdout;
  throw new Error(`${name} ${words.join(" ")} ended with exit code ${exitCode}:\n${lines.slice(-20).join("\n")}`);
}

async function clocked<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}
