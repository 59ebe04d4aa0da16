import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { startResultsService } from "../../support/github/services/results-service.ts";
import type { Cleanup } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { readZip } from "../../support/packages/zip.ts";
import { build, createScenario, onLinux, run, step } from "../../support/scenario/scenario.ts";

const SERVER_FILES = { "azureml_inference_server_http/__init__.py": "" };

async function stage(t: Cleanup, score = "def init(): ...\n") {
  const service = await startResultsService();
  t.after(() => service.close());
  // Mode dynamic installs the server as well.
  const server = makeWheel({ name: "azureml-inference-server-http", version: "1.3.4", files: SERVER_FILES });
  const scenario = await createScenario(t, { files: { "score.py": score }, packages: [...fixturePackages(), server] });
  return { service, scenario };
}

const titleOf = (file: string | undefined) => /<title>(.*)<\/title>/.exec(readFileSync(file ?? "", "utf8"))?.[1];

describe("the report page", { ...onLinux, concurrency: 2 }, () => {
  it("is written if it is asked for, and one of an earlier run is removed otherwise", async (t) => {
    const { scenario } = await stage(t);
    const { "report-page": page = "", "report-file": report = "" } = await build(t, scenario, "--report");
    assert.equal(page, join(dirname(report), "report.html"));
    assert.equal(titleOf(page), "Passed: scoring/myenv");
    assert.equal((await build(t, scenario))["report-page"], "");
    assert.ok(!existsSync(page));
  });

  it("is an artifact of its own, named after that of the mount, and in no other", async (t) => {
    const { service, scenario } = await stage(t);
    const { exitCode, log, outputs, summary } = await step(t, scenario, { service, with: { report: "true" } });
    assert.equal(exitCode, 0, log);
    const names = service.artifacts.map(({ name }) => name);
    assert.deepEqual(names, ["azureml-scoring-myenv-py3.8-x86_64", "azureml-scoring-myenv-py3.8-x86_64-report"]);
    assert.equal(outputs["artifact-name"], names[0], "the outputs are about the mount");
    const [mount, page] = service.artifacts.map(({ blob }) => [...readZip(readFileSync(blob.file)).keys()]);
    assert.deepEqual(page, ["report.html"]);
    assert.ok(!mount?.includes("report.html"));
    assert.match(summary, /: \[report page \S+-report\]\(https:\/\/github\.com\/\S+\/artifacts\/\d+\)$/m);
    assert.match(log, /^Report page uploaded as artifact .*-report: https:\/\/github\.com\/.*\/artifacts\/\d+$/m);
  });

  it("of a failed run is uploaded too, though the mount is not", async (t) => {
    const { service, scenario } = await stage(t, "import nowhere_to_be_found\n");
    const { exitCode, outputs } = await step(t, scenario, { service, with: { report: "true" } });
    assert.equal(exitCode, 1);
    assert.deepEqual(
      service.artifacts.map(({ name }) => name),
      ["azureml-scoring-myenv-py3.8-x86_64-report"],
    );
    assert.equal(titleOf(outputs["report-page"]), "Failed: scoring/myenv");
  });

  it("is not uploaded with upload: false, and a name that is taken is only a warning", async (t) => {
    const { service, scenario } = await stage(t);
    const quiet = await step(t, scenario, { service, with: { report: "true", upload: "false" } });
    assert.equal(quiet.exitCode, 0, quiet.log);
    assert.deepEqual([service.artifacts.length, existsSync(quiet.outputs["report-page"] ?? "")], [0, true]);
    const first = { report: "true", "artifact-name": "other-report" };
    assert.equal((await step(t, scenario, { service, with: { ...first, report: "false" } })).exitCode, 0);
    const taken = await step(t, scenario, { service, with: { ...first, "artifact-name": "other" } });
    assert.equal(taken.exitCode, 0, taken.log);
    const [warning] = taken.annotations.filter(({ message }) => message.includes("report page"));
    assert.equal(warning?.level, "warning");
    assert.match(warning.message, /^The report page was not uploaded: Artifact other-report already exists: /);
    assert.notEqual(taken.outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
  });

  it("of verify, restore and a dynamic install is named after the mode and the job", async (t) => {
    const { service, scenario } = await stage(t);
    const env = { GITHUB_JOB: "deploy" };
    assert.equal((await step(t, scenario, { service })).exitCode, 0);
    for (const mode of ["verify", "restore", "dynamic"]) {
      const { exitCode, log, outputs } = await step(t, scenario, { service, env, with: { report: "true", mode } });
      assert.equal(exitCode, 0, log);
      assert.equal(titleOf(outputs["report-page"]), "Passed: scoring/myenv");
    }
    const names = service.artifacts.map(({ name }) => name.replace(/^azureml-scoring-myenv-py3\.8-x86_64/, ""));
    assert.deepEqual(names, ["", "-report-verify-deploy", "-report-restore-deploy", "-report-dynamic-deploy"]);
  });

  it("of a run that ends before there is a mount says why", async (t) => {
    const { scenario } = await stage(t);
    const flags = ["build", "--report", "--packages", "no-such-package==1.0"];
    const { exitCode, json, stderr } = await run(t, scenario, flags);
    assert.equal(exitCode, 3, stderr);
    const page = readFileSync(json["report-page"] ?? "", "utf8");
    assert.match(page, /<title>Failed: scoring\/myenv<\/title>/);
    assert.match(page, /no-such-package/);
    assert.doesNotMatch(page, /id="files"/);
  });
});
