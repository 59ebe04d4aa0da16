// A runner for one step: reads action.yml, sets the variables, runs the bundle, and reports what GitHub would show.
import type { ChildProcess } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ChildResult, runChild } from "../../machine/child.ts";
import { childEnvironment } from "../../machine/environment.ts";
import { type Cleanup, createWorkspace } from "../../machine/workspace.ts";
import type { ResultsService } from "../services/results-service.ts";
import { readAction, resolveInputs } from "./action-definition.ts";
import { type Commands, createCommandFiles, readCommandFiles } from "./command-files.ts";
import { push, type WorkflowEvent } from "./events.ts";
import { type Annotation, type Log, masked, readLog } from "./log-commands.ts";
import { runnerVariables } from "./runner-variables.ts";

export interface ActionOptions {
  /** Directory of action.yml; default this repository. */
  action?: string;
  with?: Record<string, string>;
  /** Fail on `with` keys that action.yml does not know; the real runner only warns. */
  strictInputs?: boolean;
  workspace: string;
  /** RUNNER_TEMP; default a new directory, removed after the test. */
  temp?: string;
  /** RUNNER_TOOL_CACHE; default this machine's, else an empty directory. */
  toolCache?: string;
  event?: WorkflowEvent;
  /** Cache and artifacts; without it the variables are absent, as on a host that has no such service. */
  service?: ResultsService;
  /** GITHUB_RUN_ID; runs with different ids do not see each other's artifacts. */
  runId?: number;
  /** Overrides of the environment; `undefined` removes a variable. */
  env?: Record<string, string | undefined>;
  /** Lets the machine's package index, certificates and proxies through. */
  inheritIndex?: boolean;
  /** Step debugging, RUNNER_DEBUG=1. */
  debug?: boolean;
  /** Further words that the runner masks, such as the secrets of the workflow. */
  secrets?: string[];
  /** What `${{ … }}` in defaults means, beside the usual `github.*`. */
  context?: Record<string, string>;
  /** Path of node; default the one that runs the tests. */
  node?: string;
  timeout?: number;
  onStart?: (child: ChildProcess) => void;
}

export interface ActionResult extends ChildResult, Commands, Omit<Log, "text"> {
  /** The log as a reader sees it: masked, without debug lines. */
  log: string;
  /** Names of outputs that contained a masked word: they reach no other job, and are removed from `outputs`. */
  droppedOutputs: string[];
  temp: string;
  home: string;
}

export const repositoryRoot = dirname(fileURLToPath(new URL("../../../../package.json", import.meta.url)));

export async function runAction(t: Cleanup, options: ActionOptions): Promise<ActionResult> {
  const { action = repositoryRoot, node = process.execPath, workspace, timeout, onStart } = options;
  const machine = createWorkspace(t);
  const temp = options.temp ?? join(machine, "temp");
  const home = join(machine, "home");
  const definition = readAction(action);
  const githubToken = options.service?.githubToken ?? "ghs_tokenOfTheJob";
  const variables = stepVariables(options, temp, machine);
  const context = { ...githubContext(variables), "github.token": githubToken, ...options.context };
  const inputs = resolveInputs(definition, options.with ?? {}, context);
  if (options.strictInputs && inputs.annotations[0]) throw new Error(inputs.annotations[0].message);
  const files = createCommandFiles(join(machine, "commands"));
  const env = { ...variables, ...files, ...inputs.env, ...options.env };
  const child = await runChild(node, [join(action, definition.runs.main)], {
    cwd: workspace,
    env: childEnvironment({ home, inheritIndex: options.inheritIndex, env }),
    timeout,
    onStart,
  });
  const log = readLog(child.lines, [githubToken, ...(options.secrets ?? [])]);
  return { ...report(child, log, readCommandFiles(files), inputs.annotations), temp, home };
}

function stepVariables(options: ActionOptions, temp: string, machine: string): Record<string, string> {
  const { workspace, service, runId = 1001, event = push() } = options;
  // NO_PROXY is left to childEnvironment, which also keeps what the machine has there.
  const { NO_PROXY: _, ...serviceVariables } = service?.env({ runId }) ?? {};
  const toolCache = options.toolCache ?? process.env.RUNNER_TOOL_CACHE ?? join(machine, "tools");
  return {
    ...runnerVariables({ workspace, temp, toolCache, event }),
    GITHUB_RUN_ID: String(runId),
    ...serviceVariables,
    ...(options.debug ? { RUNNER_DEBUG: "1" } : {}),
  };
}

/** `GITHUB_RUN_ID` is what an expression calls `github.run_id`. */
function githubContext(variables: Record<string, string>): Record<string, string> {
  const github = Object.entries(variables).filter(([name]) => name.startsWith("GITHUB_"));
  return Object.fromEntries(github.map(([name, value]) => [name.toLowerCase().replace("_", "."), value]));
}

function report(child: ChildResult, log: Log, commands: Commands, warnings: Annotation[]) {
  const holdsSecret = ([, value]: [string, string]) => masked(value, log.masks) !== value;
  const outputs = Object.entries(commands.outputs);
  const { text, ...rest } = log;
  return {
    ...child,
    ...commands,
    ...rest,
    log: text,
    outputs: Object.fromEntries(outputs.filter((output) => !holdsSecret(output))),
    droppedOutputs: outputs.filter(holdsSecret).map(([name]) => name),
    annotations: [...warnings, ...log.annotations, ...commands.annotations],
  };
}
