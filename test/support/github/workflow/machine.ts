// The machine of one job: a fresh workspace, temporary directory and home, and what earlier steps exported.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cleanup, createWorkspace } from "../../machine/workspace.ts";
import type { WorkflowEvent } from "../runner/events.ts";
import { runnerVariables } from "../runner/runner-variables.ts";
import type { ResultsService } from "../services/results-service.ts";

/** State that all jobs of a run share. */
export interface Situation {
  /** The tree of the commit: what a checkout gives. */
  source: string;
  /** Further trees by ref, for a checkout with `ref`. */
  trees: Record<string, string>;
  event: WorkflowEvent;
  service?: ResultsService;
  runId: number;
  /** Variables of the machines, such as the index that pip asks. */
  env: Record<string, string>;
  /** Lets this machine's package index, certificates and proxies through. */
  inheritIndex: boolean;
  secrets: Record<string, string>;
  vars: Record<string, string>;
  /** Directory in which the simulated `az` keeps its deployments; shared by runs that deploy to one workspace. */
  azure: string;
  /** What actions/upload-artifact keeps, a directory for each artifact. */
  uploads: string;
  timeout: number;
  t: Cleanup;
}

export interface Machine {
  workspace: string;
  temp: string;
  home: string;
  /** From GITHUB_ENV. */
  exported: Record<string, string>;
  /** From GITHUB_PATH, the newest first. */
  path: string[];
  /** What the runner itself sets. */
  variables: Record<string, string>;
}

export function createMachine(job: string, workflow: string, situation: Situation): Machine {
  const { t, event, runId, azure, env } = situation;
  const directory = createWorkspace(t, { "work/scoring/scoring/": "", "home/": "", "tools/": "", "bin/": "" });
  const workspace = join(directory, "work", "scoring", "scoring");
  const temp = join(directory, "temp");
  const toolCache = process.env.RUNNER_TOOL_CACHE ?? join(directory, "tools");
  const variables = {
    ...runnerVariables({ workspace, temp, toolCache, event }),
    GITHUB_RUN_ID: String(runId),
    GITHUB_JOB: job,
    GITHUB_WORKFLOW: workflow,
    PLAYED_AZURE: azure,
    ...env,
  };
  const bin = join(directory, "bin");
  putOnPath(bin, "az", fileURLToPath(new URL("./az-command.ts", import.meta.url)));
  putOnPath(bin, "gh", fileURLToPath(new URL("./gh-command.ts", import.meta.url)));
  return { workspace, temp, home: join(directory, "home"), exported: {}, path: [bin], variables };
}

/** A step's environment; `PATH` comes last, because nothing that a workflow may say changes it but GITHUB_PATH. */
export function environmentOf(machine: Machine, env: Record<string, string>): Record<string, string> {
  const PATH = [...machine.path, process.env.PATH].join(delimiter);
  return { ...machine.variables, ...machine.exported, ...env, HOME: machine.home, PATH };
}

export function putOnPath(bin: string, name: string, script: string): void {
  mkdirSync(bin, { recursive: true });
  const program = join(bin, name);
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
  chmodSync(program, 0o755);
}
