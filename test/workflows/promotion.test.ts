// examples/promotion as GitHub would run it: the prototype's branch, then main, with the artifact between two machines.
import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { repositoryRoot } from "../support/action-runner.ts";
import { runChild } from "../support/child.ts";
import { childEnvironment } from "../support/environment.ts";
import { pullRequest, push } from "../support/events.ts";
import { type PackageIndex, startIndex } from "../support/package-index.ts";
import { type ResultsService, startResultsService } from "../support/results-service.ts";
import { runWorkflow, type WorkflowResult } from "../support/workflow-runner.ts";
import { promotionShelf } from "../support/workflow-shelf.ts";
import { createWorkspace, readTree, writeFiles } from "../support/workspace.ts";
import { cellOf, commitLock, copyExample, deployedVariables, libraryPath, stepOf, vars } from "./promotion.ts";

const onLinux = { skip: process.platform !== "linux" && "packages for the image are built on Linux", timeout: 600_000 };

describe("examples/promotion", onLinux, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const t = { after: (clean: () => void | Promise<void>) => void cleanups.push(clean) };
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  let index: PackageIndex;
  let service: ResultsService;
  let source: string;
  let azure: string;
  let prototype: WorkflowResult;
  let production: WorkflowResult;

  before(async () => {
    index = await startIndex({ packages: promotionShelf() });
    service = await startResultsService();
    t.after(() => Promise.all([index.close(), service.close()]).then(() => {}));
    source = copyExample(t);
    azure = createWorkspace(t);
    const machine = { source, service, azure, vars, env: { ...index.env(), PIP_RETRIES: "0" } };
    const file = (name: string) => `.github/workflows/${name}.yml`;
    prototype = await runWorkflow(t, { ...machine, file: file("prototype"), event: push("prototype") });
    if (prototype.conclusion === "success") commitLock(prototype, source);
    production = await runWorkflow(t, { ...machine, file: file("production"), event: push(), runId: 1002 });
  });

  it("proves the prototype, and deploys it with the variable of the requirements file", () => {
    const proven = stepOf(prototype, "prove", "packages");
    assert.equal(prototype.conclusion, "success", proven.log);
    assert.equal(proven.outputs.AZUREML_EXTRA_REQUIREMENTS_TXT, "requirements.txt");
    assert.equal(proven.outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
    const deploy = prototype.az.find((words) => words[2] === "create");
    assert.deepEqual(deploy?.slice(-2), ["--set", "environment_variables.AZUREML_EXTRA_REQUIREMENTS_TXT=requirements.txt"]);
  });
});
