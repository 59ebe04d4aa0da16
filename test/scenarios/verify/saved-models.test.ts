// What the model needs, in whole runs: in every mode, in each run anew, and without an interpreter not at all.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { writeFiles } from "../../support/machine/workspace.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { pickled, tree } from "../../support/python/models.ts";
import { createScenario, onLinux, readJson, run } from "../../support/scenario/scenario.ts";

interface Finding {
  readonly check: string;
  readonly severity: string;
  readonly message: string;
  readonly place?: { readonly file: string };
}
const aboutModel = (report: string | undefined) =>
  readJson(report)
    .findings.filter(({ check }: Finding) => /^S[345]$/.test(check))
    .map(({ check, severity, place }: Finding) => `${check} ${severity} ${place?.file.split("/").at(-1)}`);

const model = ["--model-directory", "model"];
const needsGreet = { "model/model.pkl": pickled('dump(of("greet.Greeting"))') };
const needsTree = { "model/model.pkl": pickled(tree("1.3.2")) };

describe("the model", { ...onLinux, concurrency: 2 }, () => {
  it("is checked again with a mount from the cache", async (t) => {
    const scenario = await createScenario(t, { files: { "score.py": "import greet\n" } });
    writeFiles(scenario.workspace, needsGreet);
    const first = await run(t, scenario, ["build", ...model]);
    assert.equal(first.exitCode, 0, first.stderr);
    assert.deepEqual(aboutModel(first.json["report-file"]), []);

    writeFiles(scenario.workspace, needsTree);
    const second = await run(t, scenario, ["build", ...model]);
    assert.equal(second.json["cache-outcome"], "hit");
    assert.equal(second.exitCode, 1);
    assert.deepEqual(aboutModel(second.json["report-file"]), ["S3 error model.pkl"]);
    assert.match(second.stderr, /Add scikit-learn==1\.3\.2 to the requirements, the version that the model was saved/);

    const verified = await run(t, scenario, ["verify", ...model]);
    assert.equal(verified.exitCode, 1);
    assert.deepEqual(aboutModel(verified.json["report-file"]), ["S3 error model.pkl"]);
    const waived = await run(t, scenario, ["verify", ...model, "--checks", "S3=off # loaded elsewhere"]);
    assert.equal(waived.exitCode, 0, waived.stderr);
  });

  it("is that of the deployment file, relative to it, unless the input names another", async (t) => {
    const deployment = `name: blue
endpoint_name: iris
model:
  path: ../model/model.pkl
code_configuration:
  code: ..
  scoring_script: score.py
environment:
  image: mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest
instance_type: Standard_DS3_v2
instance_count: 1
`;
    const files = { "score.py": "import greet\n", "deploy/blue.yml": deployment, "other/readme.md": "" };
    const scenario = await createScenario(t, { files });
    writeFiles(scenario.workspace, needsTree);
    const build = ["build", "--deployment-file", "deploy/blue.yml"];
    const found = await run(t, scenario, build);
    assert.equal(found.exitCode, 1);
    assert.deepEqual(aboutModel(found.json["report-file"]), ["S3 error model.pkl"]);
    const other = await run(t, scenario, [...build, "--model-directory", "other"]);
    assert.equal(other.exitCode, 0, other.stderr);
    rmSync(join(scenario.workspace, "model"), { recursive: true });
    const gone = await run(t, scenario, build);
    assert.equal(gone.exitCode, 0, gone.stderr);
    assert.deepEqual(aboutModel(gone.json["report-file"]), ["S3 notice blue.yml"]);
  });

  it("is checked in mode dynamic, against what the image installs", async (t) => {
    const server = {
      name: "azureml-inference-server-http",
      files: { "azureml_inference_server_http/__init__.py": "" },
    };
    const scenario = await createScenario(t, { files: { "score.py": "import greet\n" } });
    for (const version of ["1.3.4", "1.4.0"]) scenario.index.packages.push(makeWheel({ ...server, version }));
    writeFiles(scenario.workspace, needsGreet);
    const passed = await run(t, scenario, ["build", "--mode", "dynamic", ...model]);
    assert.equal(passed.exitCode, 0, passed.stderr);
    writeFiles(scenario.workspace, needsTree);
    const failed = await run(t, scenario, ["build", "--mode", "dynamic", ...model]);
    assert.equal(failed.exitCode, 1);
    assert.deepEqual(aboutModel(failed.json["report-file"]), ["S3 error model.pkl"]);
  });

  it("is not spoken of without an interpreter", async (t) => {
    const scenario = await createScenario(t, { files: { "score.py": "import greet\n" } });
    const built = await run(t, scenario, ["build"]);
    assert.equal(built.exitCode, 0, built.stderr);
    writeFiles(scenario.workspace, needsTree);
    const nowhere = { env: { PATH: "/nowhere", PYENV_ROOT: "/nowhere" } };
    const verified = await run(t, scenario, ["verify", "--evidence", "files", ...model], nowhere);
    assert.equal(verified.exitCode, 0, verified.stderr);
    assert.deepEqual(aboutModel(verified.json["report-file"]), []);
  });
});
