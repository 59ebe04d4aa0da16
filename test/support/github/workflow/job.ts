// One job on one machine: its steps in order, and what they leave to the jobs after it.
import { fill, holds, type Scope, seal, toText } from "./expression.ts";
import type { Job, Permissions, Scalars, Step } from "./file.ts";
import { createMachine, environmentOf, type Machine, type Situation } from "./machine.ts";
import { runStep, type StepResult } from "./steps.ts";

export interface JobResult {
  conclusion: "success" | "failure" | "skipped";
  outputs: Record<string, string>;
  steps: StepResult[];
  /** Of the machine it ran on; `''` for a call of another workflow. */
  workspace: string;
  temp: string;
  matrix: Record<string, unknown>;
  /** The jobs of the workflow that it called. */
  called?: Record<string, JobResult[]>;
}

export interface JobCall {
  id: string;
  job: Job;
  workflow: { file: string; name?: string; env?: Scalars; permissions?: Permissions };
  /** needs, matrix, inputs and whatever else is known before the first step. */
  contexts: Record<string, unknown>;
  matrix: Record<string, unknown>;
  situation: Situation;
}

export async function runJob(call: JobCall): Promise<JobResult> {
  const { id, job, workflow, situation } = call;
  const where = `${workflow.file}: job ${id}`;
  if (!("runs-on" in job)) throw new Error(`${where}: no runs-on`);
  const permissions = permissionsOf(call);
  const machine = createMachine(id, workflow.name ?? workflow.file, situation);
  const contexts = { ...call.contexts, ...machineContexts(machine, situation), steps: seal({}), env: {} };
  const scope: Scope = { contexts, status: "success" };
  const env = fillAll({ ...workflow.env, ...job.env }, scope);
  const steps: StepResult[] = [];
  for (const [at, step] of (job.steps ?? []).entries()) {
    const place = `${where}, step ${at + 1}`;
    const known = { ...contexts, env: { ...env, ...machine.exported } };
    const result = await located(place, () => {
      return perform({ step, env, permissions, machine, situation, where: place }, { ...scope, contexts: known });
    });
    steps.push(result);
    if (step.id) Object.assign(contexts.steps, { [step.id]: seal(stepContext(result)) });
    if (result.conclusion === "failure") scope.status = "failure";
  }
  const conclusion = scope.status as "success" | "failure";
  const outputs = await located(where, async () => fillAll(job.outputs ?? {}, scope));
  const { workspace, temp } = machine;
  return { conclusion, outputs, steps, workspace, temp, matrix: call.matrix };
}

/** @throws Error when neither the job nor the workflow sets the permissions of its token */
export function permissionsOf({ id, job, workflow }: Pick<JobCall, "id" | "job" | "workflow">): Permissions {
  const permissions = job.permissions ?? workflow.permissions;
  if (permissions === undefined) throw new Error(`${workflow.file}: job ${id} names no permissions`);
  return permissions;
}

interface Performance {
  step: Step;
  env: Record<string, string>;
  permissions: Permissions;
  machine: Machine;
  situation: Situation;
  where: string;
}

async function perform(performance: Performance, scope: Scope): Promise<StepResult> {
  const { step } = performance;
  const name = step.name ?? step.id ?? step.uses ?? "run";
  if (!holds(step.if, scope)) return { name, conclusion: "skipped", outputs: {}, log: "" };
  const own = fillAll(step.env ?? {}, scope);
  const env = { ...performance.env, ...own };
  const inner = { ...scope, contexts: { ...scope.contexts, env: { ...(scope.contexts.env as object), ...own } } };
  const given = fillAll(step.with ?? {}, inner);
  return await runStep({ ...performance, env, given, script: fill(step.run ?? "", inner) });
}

function stepContext({ conclusion, outputs }: StepResult) {
  return { outputs, outcome: conclusion, conclusion };
}

function machineContexts(machine: Machine, { event, secrets, vars, service }: Situation) {
  const variables = Object.entries(environmentOf(machine, {}));
  const under = (prefix: string) =>
    variables
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length).toLowerCase(), value]);
  const token = service?.githubToken ?? "ghs_tokenOfTheJob";
  return {
    github: seal({ ...Object.fromEntries(under("GITHUB_")), event: event.payload, token }),
    runner: seal(Object.fromEntries(under("RUNNER_"))),
    secrets: seal({ ...secrets, GITHUB_TOKEN: token }),
    vars: seal(vars),
  };
}

export function fillAll(values: Scalars, scope: Scope): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? fill(value, scope) : toText(value),
    ]),
  );
}

/** Errors in a workflow are reported with their location. */
export async function located<T>(where: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && !error.message.includes(where)) error.message = `${where}: ${error.message}`;
    throw error;
  }
}
