// What the tests of examples/promotion share, with the simulated index and with the real one.
import assert from "node:assert/strict";
import { copyFileSync, cpSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { repositoryRoot } from "../github/runner/action-runner.ts";
import type { JobResult } from "../github/workflow/job.ts";
import type { WorkflowResult } from "../github/workflow/runner.ts";
import type { StepResult } from "../github/workflow/steps.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";
import { findPython } from "../python/interpreters.ts";

export const example = join(repositoryRoot, "examples", "promotion");
export const libraryPath = "myenv/lib/python3.9/site-packages";

/** For `describe`: the image is Linux with Python 3.9, and so is the machine that builds for it. */
export const onLinux = {
  skip:
    (process.platform !== "linux" && "packages for the image are built on Linux") ||
    (findPython("3.9") === undefined && "the example is for Python 3.9, which is not here"),
  timeout: 600_000,
};

/** The variables of the repository, which its settings hold. */
export const vars = {
  AZURE_CLIENT_ID: "client",
  AZURE_TENANT_ID: "tenant",
  AZURE_SUBSCRIPTION_ID: "subscription",
  AZURE_RESOURCE_GROUP: "group",
  AZURE_ML_WORKSPACE: "workspace",
};

/** The repository of the example before its promotion: without a lock, and without what builds write. */
export function copyExample(t: Cleanup): string {
  const source = join(createWorkspace(t), "repository");
  const left = /^(myenv|\.myenv\..*|__pycache__|requirements\.lock\.txt|\.amlignore)$/;
  cpSync(example, source, { recursive: true, filter: (path) => !left.test(basename(path)) });
  return source;
}

/** The step to production: commits the lock that the prototype's run showed. */
export function commitLock(prototype: WorkflowResult, source: string): string {
  const lock = stepOf(prototype, "packages", "packages").outputs["lock-file"] ?? "";
  copyFileSync(lock, join(source, "scoring", "requirements.lock.txt"));
  return readFileSync(lock, "utf8");
}

/** The only cell of a job. */
export function cellOf({ jobs }: WorkflowResult, job: string): JobResult {
  return jobs[job]?.[0] ?? assert.fail(`no job ${job}`);
}

export function stepOf(result: WorkflowResult, job: string, name: string): StepResult {
  const { steps } = cellOf(result, job);
  return steps.find((step) => step.name === name) ?? assert.fail(`no step ${name} in ${job}`);
}

/** The variables of the deployment `blue` in the simulated Azure. */
export function deployedVariables(azure: string): Record<string, string> {
  return JSON.parse(readFileSync(join(azure, "slugs.blue.json"), "utf8"));
}
