// examples/promotion as GitHub would run it: the prototype's branch, then main, with the artifact between two machines.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { pullRequest, push } from "../support/github/runner/events.ts";
import { type ResultsService, startResultsService } from "../support/github/services/results-service.ts";
import { runWorkflow, type WorkflowResult } from "../support/github/workflow/runner.ts";
import { runChild } from "../support/machine/child.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { createWorkspace, readTree, writeFiles } from "../support/machine/workspace.ts";
import { type PackageIndex, startIndex } from "../support/packages/package-index.ts";
import { promotionPackages } from "../support/packages/promotion-packages.ts";
import {
  cellOf,
  commitLock,
  copyExample,
  deployedVariables,
  example,
  libraryPath,
  onLinux,
  stepOf,
  vars,
} from "../support/scenario/promotion.ts";

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
    index = await startIndex({ packages: promotionPackages("1.5.1") });
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

  it("verifies the prototype, and deploys it with the variable of the requirements file", () => {
    const verified = stepOf(prototype, "packages", "packages");
    assert.equal(prototype.conclusion, "success", verified.log);
    assert.equal(verified.outputs.AZUREML_EXTRA_REQUIREMENTS_TXT, "requirements.txt");
    assert.equal(verified.outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
    const deploy = prototype.az.find((words) => words[2] === "create");
    assert.deepEqual(deploy?.slice(-2), [
      "--set",
      "environment_variables.AZUREML_EXTRA_REQUIREMENTS_TXT=requirements.txt",
    ]);
  });

  it("ends the prototype's summary with the way to production", () => {
    const { summary = "" } = stepOf(prototype, "packages", "packages").action ?? {};
    const lock = readFileSync(join(source, "scoring", "requirements.lock.txt"), "utf8");
    assert.ok(summary.includes(lock.trim()), summary);
    assert.match(summary, /--remove environment_variables\.AZUREML_EXTRA_REQUIREMENTS_TXT/);
  });

  it("leaves a lock to commit, with the hash of every package and without the image's own", () => {
    const lock = readFileSync(join(source, "scoring", "requirements.lock.txt"), "utf8");
    const pins = [...lock.matchAll(/^([\w.-]+==\S+)/gm)].map(([, pin]) => pin);
    assert.deepEqual(pins, ["python-slugify==8.0.4", "text-unidecode==1.3"], lock);
    assert.equal(lock.match(/--hash=sha256:[0-9a-f]{64}/g)?.length, 2, lock);
  });

  it("restores in the deploy job, byte by byte, what the build job made", () => {
    const [built, restored] = [stepOf(production, "packages", "packages"), stepOf(production, "deploy", "packages")];
    assert.equal(production.conclusion, "success", `${built.log}\n${restored.log}`);
    const digest = built.outputs["mount-digest"];
    assert.match(digest ?? "", /^sha256:[0-9a-f]{64}$/);
    assert.equal(restored.outputs["mount-digest"], digest);
    const mount = (job: string) => readTree(join(cellOf(production, job).workspace, "scoring", "myenv"));
    assert.deepEqual(mount("deploy"), mount("packages"));
    assert.notEqual(cellOf(production, "deploy").workspace, cellOf(production, "packages").workspace);
  });

  it("gives the deploy step the same variables from the restored mount as the build gave", () => {
    const [built, restored] = [stepOf(production, "packages", "packages"), stepOf(production, "deploy", "packages")];
    assert.equal(restored.outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, libraryPath);
    for (const name of ["set-arguments", "environment-variables"])
      assert.equal(restored.outputs[name], built.outputs[name]);
  });

  it("makes az set the library path and remove the prototype's variable", () => {
    const [update, removal] = production.az.filter((words) => words[2] === "update");
    const set = stepOf(production, "deploy", "packages").outputs["set-arguments"]?.split(" ") ?? [];
    assert.deepEqual(update?.slice(update.indexOf("--set")), ["--set", ...set]);
    assert.ok(set.includes(`environment_variables.AZUREML_EXTRA_PYTHON_LIB_PATH=${libraryPath}`));
    assert.deepEqual(removal?.slice(-2), ["--remove", "environment_variables.AZUREML_EXTRA_REQUIREMENTS_TXT"]);
    const variables = JSON.parse(stepOf(production, "packages", "packages").outputs["environment-variables"] ?? "");
    assert.deepEqual(deployedVariables(azure), variables);
  });

  it("writes the .amlignore that the example has", () => {
    const written = join(cellOf(production, "packages").workspace, "scoring", ".amlignore");
    assert.equal(readFileSync(written, "utf8"), readFileSync(join(example, "scoring", ".amlignore"), "utf8"));
  });

  it("answers the sample request in both stages", () => {
    for (const step of [stepOf(prototype, "packages", "packages"), stepOf(production, "packages", "packages")])
      assert.match(step.log, /Smoke test.*"from-prototype-to-production"/);
  });

  it("does not deploy for a pull request, and removes nothing twice", async (t) => {
    const machine = { source, service, azure, vars, env: { ...index.env(), PIP_RETRIES: "0" } };
    const file = ".github/workflows/production.yml";
    const proposed = await runWorkflow(t, { ...machine, file, event: pullRequest(), runId: 1003 });
    assert.equal(cellOf(proposed, "packages").conclusion, "success");
    assert.equal(cellOf(proposed, "deploy").conclusion, "skipped");
    const before = proposed.az.length;
    const again = await runWorkflow(t, { ...machine, file, event: push(), runId: 1004 });
    assert.equal(again.conclusion, "success");
    assert.equal(stepOf(again, "packages", "packages").outputs["cache-outcome"], "hit");
    assert.equal(
      again.az.slice(before).some((words) => words.includes("--remove")),
      false,
    );
  });

  it("stops before it logs in where the artifact holds another mount", async (t) => {
    const other = copyExample(t);
    const production = readFileSync(join(other, ".github/workflows/production.yml"), "utf8");
    const digest = /\$\{\{ needs\.packages\.outputs\.mount-digest \}\}/;
    const lock = readFileSync(join(source, "scoring", "requirements.lock.txt"), "utf8");
    writeFiles(other, {
      ".github/workflows/production.yml": production.replace(digest, `sha256:${"0".repeat(64)}`),
      "scoring/requirements.lock.txt": lock,
    });
    const machine = { source: other, service, vars, env: { ...index.env(), PIP_RETRIES: "0" } };
    const file = ".github/workflows/production.yml";
    const red = await runWorkflow(t, { ...machine, file, event: push(), runId: 1005 });
    assert.equal(red.conclusion, "failure");
    assert.equal(stepOf(red, "deploy", "packages").conclusion, "failure");
    assert.equal(stepOf(red, "deploy", "Deploy").conclusion, "skipped");
    assert.deepEqual(red.az, []);
  });

  it("differs between its workflows as docs/promotion.md shows", () => {
    const page = readFileSync(join(repositoryRoot, "docs", "promotion.md"), "utf8");
    const [, shown = ""] = /```diff\n(.*?)```/s.exec(page) ?? [];
    const linesOf = (name: string) =>
      readFileSync(join(example, ".github/workflows", `${name}.yml`), "utf8").split("\n");
    const [old, young] = [linesOf("prototype"), linesOf("production")];
    const lines = shown.split("\n").filter(Boolean);
    assert.deepEqual(new Set(lines.map(([sign]) => sign)), new Set([" ", "-", "+"]), shown);
    for (const line of lines) {
      const [sign, text] = [line[0], line.slice(1)];
      // What is added may stand in another job of the prototype already.
      if (sign !== "+") assert.ok(old.includes(text), line);
      assert.equal(young.includes(text), sign !== "-", line);
    }
  });

  it("is free of findings of the linter", async (t) => {
    const script = join(repositoryRoot, "scripts", "check-workflows.mjs");
    const env = childEnvironment({ home: createWorkspace(t) });
    const linted = await runChild(process.execPath, [script, example, "--no-zizmor"], { cwd: repositoryRoot, env });
    assert.equal(linted.exitCode, 0, linted.stderr);
  });
});
