// One step: a script, our action, or a simulated third-party action.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../../machine/child.ts";
import { childEnvironment } from "../../machine/environment.ts";
import { type ActionResult, runAction } from "../runner/action-runner.ts";
import { type Commands, createCommandFiles, readCommandFiles } from "../runner/command-files.ts";
import { readLog } from "../runner/log-commands.ts";
import { seal } from "./expression.ts";
import type { Permissions, Step } from "./file.ts";
import { environmentOf, type Machine, type Situation } from "./machine.ts";
import { playAction, requirePermission } from "./simulated-actions.ts";

export interface StepResult {
  name: string;
  conclusion: "success" | "failure" | "skipped";
  outputs: Record<string, string>;
  log: string;
  /** What a script wrote to the summary. */
  summary?: string;
  /** For our own action, everything that it reported to the runner. */
  action?: ActionResult;
}

export interface StepCall {
  /** Its location, for messages. */
  where: string;
  step: Step;
  given: Record<string, string>;
  env: Record<string, string>;
  /** With every expression replaced. */
  script: string;
  permissions: Permissions;
  machine: Machine;
  situation: Situation;
}

export async function runStep(call: StepCall): Promise<StepResult> {
  const { step, where } = call;
  const name = step.name ?? step.id ?? step.uses ?? (step.run ?? "").split("\n")[0] ?? "";
  if ((step.uses === undefined) === (step.run === undefined)) throw new Error(`${where}: either uses or run`);
  if (step.uses === undefined) return { name, ...(await runScript(call)) };
  if (/^\.\/(\.azureml-extra-packages)?$/.test(step.uses) || /^[\w.-]+\/azureml-extra-packages@/.test(step.uses))
    return { name, ...(await runOurs(call)) };
  return { name, conclusion: "success", outputs: playAction(step.uses, call), log: "" };
}

async function runOurs(call: StepCall): Promise<Omit<StepResult, "name">> {
  const { given, env, machine, situation, permissions } = call;
  if (given["run-id"]) requirePermission("actions", "read", permissions);
  const action = await runAction(situation.t, {
    ...situation,
    with: given,
    strictInputs: true,
    workspace: machine.workspace,
    temp: machine.temp,
    env: environmentOf(machine, { ...situation.service?.env({ runId: situation.runId }), ...env }),
    secrets: Object.values(situation.secrets),
  });
  takeOver(action, machine);
  const conclusion = action.exitCode === 0 ? "success" : "failure";
  return { conclusion, outputs: seal(action.outputs), log: action.log, action };
}

async function runScript(call: StepCall): Promise<Omit<StepResult, "name">> {
  const { step, script, env, machine, situation, where } = call;
  if (step.shell !== undefined && step.shell !== "bash")
    throw new Error(`${where}: shell ${step.shell} is not implemented`);
  const directory = join(machine.temp, `step-${Math.random().toString(36).slice(2)}`);
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "script.sh");
  writeFileSync(file, script);
  const files = createCommandFiles(directory);
  const strict = step.shell === "bash" ? ["--noprofile", "--norc", "-eo", "pipefail"] : ["-e"];
  const variables = environmentOf(machine, { ...env, ...files });
  const { home } = machine;
  const child = await runChild("bash", [...strict, file], {
    cwd: join(machine.workspace, step["working-directory"] ?? ""),
    env: childEnvironment({ home, inheritIndex: situation.inheritIndex, env: variables }),
    timeout: situation.timeout,
  });
  const commands = readCommandFiles(files);
  takeOver(commands, machine);
  const log = readLog(child.lines, Object.values(situation.secrets)).text;
  return {
    conclusion: child.exitCode === 0 ? "success" : "failure",
    outputs: commands.outputs,
    summary: commands.summary,
    log,
  };
}

function takeOver({ env, path }: Pick<Commands, "env" | "path">, machine: Machine): void {
  Object.assign(machine.exported, env);
  machine.path.unshift(...path.toReversed());
}
