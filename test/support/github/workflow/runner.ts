// Runs a workflow as GitHub would: jobs in the order of their needs, each on a fresh machine, our action as it is
// shipped. What it does not implement it refuses, so that a successful run means that the workflow was run.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Cleanup, createWorkspace } from "../../machine/workspace.ts";
import type { WorkflowEvent } from "../runner/events.ts";
import type { ResultsService } from "../services/results-service.ts";
import { evaluate, fill, holds, type Scope, type Status, seal } from "./expression.ts";
import { type Job, readWorkflow, type Workflow } from "./file.ts";
import { needsOf, summed, withDefaults } from "./inputs-and-outputs.ts";
import { fillAll, type JobResult, located, permissionsOf, runJob } from "./job.ts";
import type { Situation } from "./machine.ts";
import { cellsOf } from "./matrix.ts";
import { callDefinition, requireTriggered, triggers } from "./trigger.ts";

export interface WorkflowOptions {
  /** The tree of the commit, which contains the workflow and is what a checkout gives. */
  source: string;
  /** Path of the workflow in it. */
  file: string;
  event: WorkflowEvent;
  /** Of `workflow_dispatch`. */
  inputs?: Record<string, string>;
  trees?: Record<string, string>;
  service?: ResultsService;
  runId?: number;
  env?: Record<string, string>;
  inheritIndex?: boolean;
  secrets?: Record<string, string>;
  vars?: Record<string, string>;
  /** See `Situation`; default a new one. */
  azure?: string;
  timeout?: number;
}

export interface WorkflowResult {
  conclusion: "success" | "failure";
  /** One result per cell of the job's matrix; without a matrix, one. */
  jobs: Record<string, JobResult[]>;
  /** Every command that `az` was given by this and earlier runs against the same Azure. */
  az: string[][];
  azure: string;
}

export async function runWorkflow(t: Cleanup, options: WorkflowOptions): Promise<WorkflowResult> {
  const { source, file, event, inputs = {} } = options;
  const azure = options.azure ?? createWorkspace(t);
  mkdirSync(azure, { recursive: true });
  const defaults = { trees: {}, runId: 1001, env: {}, inheritIndex: false, secrets: {}, vars: {}, timeout: 600_000 };
  const situation: Situation = { ...defaults, ...options, azure, uploads: join(createWorkspace(t), "uploads"), t };
  const workflow = readWorkflow(join(source, file), file);
  requireTriggered(workflow, event);
  const dispatch = triggers(workflow).workflow_dispatch as { inputs?: object } | null | undefined;
  const jobs = await runJobs(workflow, withDefaults(dispatch?.inputs ?? {}, inputs, file), situation);
  const failed = Object.values(jobs).some((cells) => cells.some(({ conclusion }) => conclusion === "failure"));
  return { conclusion: failed ? "failure" : "success", jobs, az: commandsOf(azure), azure };
}

type Jobs = Record<string, JobResult[]>;

async function runJobs(workflow: Workflow, inputs: Record<string, unknown>, situation: Situation): Promise<Jobs> {
  const done: Jobs = {};
  const waiting = new Map(Object.entries(workflow.jobs));
  while (waiting.size > 0) {
    const next = [...waiting].find(([, job]) => needsOf(job).every((need) => need in done));
    if (next === undefined) throw new Error(`${workflow.file}: ${[...waiting.keys()].join(", ")} need what never ends`);
    const [id, job] = next;
    waiting.delete(id);
    done[id] = await located(`${workflow.file}: job ${id}`, () => runCells(id, job, workflow, done, inputs, situation));
  }
  return done;
}

async function runCells(
  id: string,
  job: Job,
  workflow: Workflow,
  done: Jobs,
  inputs: Record<string, unknown>,
  situation: Situation,
): Promise<JobResult[]> {
  const needs = Object.fromEntries(needsOf(job).map((need) => [need, seal(summed(done[need] ?? []))]));
  const results = Object.values(needs).map(({ result }) => result);
  const status: Status =
    results.find((result) => result === "failure") ?? results.find((result) => result === "skipped") ?? "success";
  const event = { event_name: situation.event.name, ref: situation.event.ref, event: situation.event.payload };
  const known = { needs: seal(needs), inputs: seal(inputs), vars: seal(situation.vars) };
  const scope: Scope = { contexts: { ...known, github: seal(event) }, status };
  const nothing = { outputs: {}, steps: [], workspace: "", temp: "", matrix: {} };
  if (!holds(job.if, scope)) return [{ ...nothing, conclusion: "skipped" }];
  const cells: JobResult[] = [];
  for (const matrix of cellsOf(evaluated(job.strategy?.matrix, scope))) {
    const contexts = { ...known, matrix: seal(matrix) };
    const call = { id, job, workflow, contexts, matrix, situation };
    if (job.uses === undefined) cells.push(await runJob(call));
    else
      cells.push({
        ...nothing,
        matrix,
        ...(await runCalled(job, { ...scope, contexts: { ...scope.contexts, ...contexts } }, call)),
      });
  }
  return cells;
}

/** A list of a matrix may be an expression. */
function evaluated(matrix: Record<string, unknown> | undefined, scope: Scope): Record<string, unknown> | undefined {
  if (matrix === undefined) return undefined;
  const value = (given: unknown) => (typeof given === "string" ? evaluate(given, scope) : given);
  return Object.fromEntries(Object.entries(matrix).map(([name, given]) => [name, value(given)]));
}

/** A reusable workflow: its jobs run with the inputs, an empty one stays empty, and its outputs are the job's. */
async function runCalled(job: Job, scope: Scope, call: { id: string; workflow: Workflow; situation: Situation }) {
  const { workflow, situation } = call;
  if (!job.uses?.startsWith("./")) throw new Error(`this runner does not call ${job.uses}`);
  permissionsOf({ ...call, job });
  const path = job.uses.slice(2);
  const called = readWorkflow(join(situation.source, path), path);
  const definition = callDefinition(called);
  const inputs = withDefaults(definition.inputs ?? {}, fillAll(job.with ?? {}, scope), workflow.file);
  const jobs = await runJobs(called, inputs, situation);
  const ended = Object.entries(jobs).map(([id, cells]) => [id, summed(cells)] as const);
  const contexts = { jobs: seal(Object.fromEntries(ended)), inputs: seal(inputs) };
  const outputs = Object.entries(definition.outputs ?? {}).map(([name, { value }]) => [
    name,
    fill(value, { contexts, status: "success" }),
  ]);
  const failed = ended.some(([, { result }]) => result === "failure");
  return {
    conclusion: failed ? ("failure" as const) : ("success" as const),
    outputs: Object.fromEntries(outputs),
    called: jobs,
  };
}

function commandsOf(azure: string): string[][] {
  try {
    return readFileSync(join(azure, "commands.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}
