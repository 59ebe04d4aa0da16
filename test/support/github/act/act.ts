// Runs workflows in the real engine act, with the shipped action, and reads what it reports.
import { execFile } from "node:child_process";
import { cpSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { runChild } from "../../machine/child.ts";
import { childEnvironment } from "../../machine/environment.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../../machine/workspace.ts";
import type { Files } from "../../packages/zip.ts";
import { repositoryRoot } from "../runner/action-runner.ts";
import { putOnPath } from "../workflow/machine.ts";
import { actProgram } from "./program.ts";
import { actionsInPlaceOf, localRepositories } from "./stand-ins.ts";

const run = promisify(execFile);
/** The name of our checkout in workflows. */
const OURS = "octo-org/azureml-extra-packages@v1";

/** A line of `act --json`, as far as the tests read it. */
interface ActLine {
  command?: string;
  /** Argument of a workflow command: a message, or an output's value. */
  arg?: string;
  kvPairs?: Record<string, string>;
  /** Of an output. */
  name?: string;
  /** Of a summary. */
  content?: string;
  jobID?: string;
  stepID?: string[];
  jobResult?: string;
  msg?: string;
}

export interface ActOptions {
  /** The repository, with its workflows; checked out by `uses: octo-org/checkout@v1`. */
  files: Files;
  /** Path of the workflow in the repository. */
  workflow: string;
  /** Variables of every step. */
  env: Record<string, string>;
  /** Default: `push`. */
  event?: string;
  /** Default: `main`. */
  branch?: string;
  /** The variables of the repository, which its settings hold. */
  vars?: Record<string, string>;
}

export interface ActResult {
  exitCode: number | null;
  /** `success` or `failure` by job. */
  jobs: Record<string, string>;
  log: string;
  /** Of a step with an id. */
  step(job: string, id: string): ActStep;
}

export interface ActStep {
  outputs: Record<string, string>;
  annotations: { level: string; message: string; title?: string; file?: string; line?: string }[];
  summary: string;
}

/** Runs a workflow, each job on this machine in a workspace of its own. */
export async function runAct(
  t: Cleanup,
  { files, workflow, env, event = "push", branch = "main", vars = {} }: ActOptions,
): Promise<ActResult> {
  const { actions, variables } = actionsInPlaceOf();
  const machine = createWorkspace(t, { ...actions, "home/": "", "action/": "", "uploads/": "" });
  const within = (name: string) => join(machine, name);
  const [source, home] = [within("repository"), within("home")];
  writeFiles(source, files);
  await commit(source, home, branch);
  putOnPath(within("bin"), "az", fileURLToPath(new URL("../workflow/az-command.ts", import.meta.url)));
  for (const name of ["action.yml", "dist"])
    cpSync(join(repositoryRoot, name), join(within("action"), name), { recursive: true });
  // The jobs run `node` from the path.
  const path = [within("bin"), dirname(process.execPath), process.env.PATH].join(delimiter);
  const environment = childEnvironment({ home, env: { PATH: path, XDG_CACHE_HOME: join(home, ".cache") } });
  const ofSteps = {
    ...variables,
    UPLOADS: within("uploads"),
    TOOL: within("action"),
    ...pick(environment, ["PYENV_ROOT", "PIP_CONFIG_FILE", "NO_PROXY", "no_proxy"]),
    ...env,
  };
  const words = [
    ...[event, "--workflows", join(source, workflow), "--directory", source, "--json", "--no-cache-server"],
    ...["--platform", "ubuntu-latest=-self-hosted", "--action-offline-mode"],
    ...pairs("--local-repository", { ...localRepositories(machine), [OURS]: within("action") }),
    ...pairs("--var", vars),
    ...pairs("--env", { ...ofSteps, CHECKOUT_SOURCE: source }),
  ];
  const { exitCode, lines } = await runChild(actProgram(), words, { cwd: source, env: environment, timeout: 240_000 });
  return read(exitCode, lines);
}

function pairs(flag: string, values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
}

/** act asks git for repository, ref and commit. */
async function commit(directory: string, home: string, branch: string): Promise<void> {
  const who = ["-c", "user.name=octocat", "-c", "user.email=octocat@example.org"];
  const env = childEnvironment({ home });
  const git = (...words: string[]) => run("git", [...who, ...words], { cwd: directory, env });
  await git("init", "--quiet", `--initial-branch=${branch}`);
  await git("remote", "add", "origin", "https://github.com/octo-org/scoring");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "Add a scoring script");
}

function pick(values: Record<string, string>, names: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

function read(exitCode: number | null, text: string[]): ActResult {
  const lines = text.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as ActLine);
  const ended = lines.filter((line) => line.jobResult !== undefined);
  return {
    exitCode,
    jobs: Object.fromEntries(ended.map(({ jobID, jobResult }) => [jobID, jobResult])),
    log: text.map((line) => (line.startsWith("{") ? (JSON.parse(line) as ActLine).msg : line)).join("\n"),
    step: (job, id) => stepOf(lines.filter(({ jobID, stepID }) => jobID === job && stepID?.join("/") === id)),
  };
}

function stepOf(lines: ActLine[]): ActStep {
  const told = (...commands: string[]) => lines.filter(({ command = "" }) => commands.includes(command));
  return {
    outputs: Object.fromEntries(told("set-output").map(({ name = "", arg = "" }) => [name, arg])),
    annotations: told("error", "warning", "notice").map(({ command = "", arg = "", kvPairs }) => ({
      level: command,
      message: arg,
      ...kvPairs,
    })),
    summary: told("summary")
      .map(({ content }) => content)
      .join("\n"),
  };
}
