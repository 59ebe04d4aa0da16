// The inputs as the runner hands them over: it sets every input of action.yml in every step, to its default where the
// workflow names none.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { OPTIONS, type OptionSpec } from "../../../src/inputs/table.ts";
import { readAction } from "../../support/github/runner/action-definition.ts";
import { type ActionResult, repositoryRoot } from "../../support/github/runner/action-runner.ts";
import { startResultsService } from "../../support/github/services/results-service.ts";
import type { Cleanup } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import {
  build,
  createScenario,
  libraryPath,
  onLinux,
  readJson,
  run,
  type Scenario,
  step,
} from "../../support/scenario/scenario.ts";

const { inputs } = readAction(repositoryRoot);
const file = "dep/one/deployment.yml";
const only = { "deployment-file": file };
const image = "minimal-ubuntu20.04-py38-cpu-inference";
const deployment = `$schema: https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json
name: blue
endpoint_name: iris
code_configuration:
  code: ../../scoring
  scoring_script: api/main.py
environment:
  image: mcr.microsoft.com/azureml/${image}:latest
instance_type: Standard_DS3_v2
instance_count: 1
`;
/** What mode dynamic finds in the image. */
const server = makeWheel({
  name: "azureml-inference-server-http",
  version: "1.3.4",
  files: { "azureml_inference_server_http/__init__.py": "" },
});

/** A repository whose root has no scoring script: the deployment file alone says where it is. */
async function withDeployment(t: Cleanup, yaml = deployment): Promise<Scenario> {
  const script = "import greet\n\n\ndef init():\n    pass\n\n\ndef run(data):\n    return greet.hello()\n";
  const files = { [file]: yaml, "scoring/api/main.py": script, "scoring/api/requirements.txt": "greet==1.0\n" };
  const scenario = await createScenario(t, { packages: [...fixturePackages(), server], files });
  for (const name of ["score.py", "requirements.txt"]) rmSync(join(scenario.workspace, name));
  return scenario;
}

const variablesIn = (scenario: Scenario) =>
  parse(readFileSync(join(scenario.workspace, file), "utf8")).environment_variables;
/** Findings have their check as title. */
const warnings = ({ annotations }: ActionResult) =>
  annotations.filter(({ level, title }) => level === "warning" && title === undefined);

describe("action.yml", () => {
  it("gives every input an empty default, which a step cannot tell from an input that is left out", () => {
    const defaults = Object.entries(inputs).map(([name, input]) => [name, input.default]);
    assert.deepEqual(
      defaults,
      OPTIONS.map(({ name }) => [name, ""]),
    );
  });

  it("names what the empty value means in the description", () => {
    for (const spec of OPTIONS as readonly OptionSpec[]) {
      const meant = spec.defaultText ?? (spec.default === "" ? undefined : `\`${spec.default}\``);
      if (meant !== undefined) assert.ok(inputs[spec.name]?.description?.endsWith(`Default: ${meant}.`), spec.name);
    }
    for (const name of ["code-directory", "scoring-script", "image"])
      assert.match(inputs[name]?.description ?? "", /Default: .*deployment file/, name);
  });
});

describe("a step whose only input is deployment-file", { ...onLinux, concurrency: 2 }, () => {
  it("builds beside the deployment's scoring script, for its image, and writes its variables", async (t) => {
    const scenario = await withDeployment(t);
    const { exitCode, outputs, log } = await step(t, scenario, { with: only });
    assert.equal(exitCode, 0, log);
    assert.equal(outputs["mount-directory"], join(scenario.workspace, "scoring/api", libraryPath));
    assert.equal(readJson(outputs["report-file"]).target.image, image);
    assert.deepEqual(variablesIn(scenario), JSON.parse(outputs["environment-variables"] ?? ""));
  });

  it("verifies what is there", async (t) => {
    const scenario = await withDeployment(t);
    const built = await build(t, scenario, "--deployment-file", file, "--write");
    const verified = await step(t, scenario, { with: { ...only, mode: "verify" } });
    assert.equal(verified.exitCode, 0, verified.log);
    assert.equal(verified.outputs["mount-digest"], built["mount-digest"]);
    assert.deepEqual(warnings(verified), []);
  });

  it("restores what another job built", async (t) => {
    const service = await startResultsService();
    t.after(() => service.close());
    const built = await step(t, await withDeployment(t), { with: only, service });
    assert.equal(built.exitCode, 0, built.log);
    const scenario = await withDeployment(t);
    const restored = await step(t, scenario, { with: { ...only, mode: "restore" }, service });
    assert.equal(restored.exitCode, 0, restored.log);
    assert.equal(restored.outputs["mount-digest"], built.outputs["mount-digest"]);
    assert.equal(restored.outputs["mount-directory"], join(scenario.workspace, "scoring/api", libraryPath));
    assert.deepEqual(variablesIn(scenario), JSON.parse(built.outputs["environment-variables"] ?? ""));
  });

  it("tries the dynamic installation of the requirements file beside the deployment's script", async (t) => {
    const scenario = await withDeployment(t);
    const dynamic = await step(t, scenario, { with: { ...only, mode: "dynamic" } });
    assert.equal(dynamic.exitCode, 0, dynamic.log);
    assert.deepEqual(variablesIn(scenario), { AZUREML_EXTRA_REQUIREMENTS_TXT: "requirements.txt" });
  });

  it("fails with the line of the file, and no input, when the script is not there", async (t) => {
    const scenario = await withDeployment(t, deployment.replace("main.py", "mian.py"));
    const { annotations, exitCode } = await step(t, scenario, { with: only });
    assert.equal(exitCode, 2);
    assert.deepEqual(
      annotations
        .filter(({ level }) => level === "error")
        .map(({ line, message }) => [line, message.split("\n")[0]?.replace(/ \S+\/scoring/, " …/scoring")]),
      [[6, "scoring_script: api/mian.py is not a file in …/scoring."]],
    );
  });

  it("yields to an input that is given, even one with the value that is the default elsewhere", async (t) => {
    const scenario = await withDeployment(t);
    writeFileSync(join(scenario.workspace, "score.py"), "");
    writeFileSync(join(scenario.workspace, "requirements.txt"), "greet==1.0\n");
    const given = { ...only, "code-directory": ".", "scoring-script": "score.py" };
    const { exitCode, outputs } = await step(t, scenario, { with: given });
    assert.equal(exitCode, 1);
    const findings: { check: string; severity: string }[] = readJson(outputs["report-file"]).findings;
    assert.ok(findings.some(({ check, severity }) => check === "D4" && severity === "error"));
  });
});

describe("an empty string", { ...onLinux, concurrency: 2 }, () => {
  const empty = Object.fromEntries(Object.keys(inputs).map((name) => [name, ""]));
  const blank = Object.fromEntries(Object.keys(inputs).map((name) => [name, " \n"]));

  for (const [what, values] of Object.entries({ "an empty string": empty, "white space": blank })) {
    it(`means the default of every input, and so does ${what}`, async (t) => {
      const scenario = await createScenario(t);
      const plain = await step(t, scenario);
      assert.equal(plain.exitCode, 0, plain.log);
      const { exitCode, outputs, log, annotations } = await step(t, scenario, { with: values });
      assert.equal(exitCode, 0, log);
      const withoutPaths = (all: typeof annotations) =>
        JSON.stringify(all).replace(/azureml-extra-packages-test-\w+/g, "");
      assert.equal(withoutPaths(annotations), withoutPaths(plain.annotations));
      for (const name of ["mount-digest", "mount-directory", "environment-variables", "archive-file"])
        assert.equal(basenameless(outputs[name]), basenameless(plain.outputs[name]), name);
    });
  }

  it("means the default on the command line too", async (t) => {
    const scenario = await createScenario(t);
    const plain = await build(t, scenario);
    const flags = Object.keys(inputs).map((name) => `--${name}=`);
    assert.deepEqual({ ...(await build(t, scenario, ...flags)), ...differing }, { ...plain, ...differing });
    const others = flags.filter((flag) => flag !== "--mode=");
    const verified = await run(t, scenario, ["verify", ...others]);
    assert.equal(verified.exitCode, 0, verified.stderr);
    assert.equal(verified.stderr.includes("is not used"), false, verified.stderr);
  });

  /** The second run is a hit. */
  const differing = { "cache-hit": "", "cache-outcome": "" };
});

/** Each job has a temporary directory of its own. */
const basenameless = (path: string | undefined) => path?.split("/").slice(-3).join("/");

describe("an input that the mode does not use", { ...onLinux, concurrency: 2 }, () => {
  it("is a warning that names both, when it is given and not with its default", async (t) => {
    const scenario = await createScenario(t);
    await build(t, scenario);
    const given = { mode: "verify", packages: "tool==1.0\n", installer: "pip", cache: "auto", "dry-run": "false" };
    const verified = await step(t, scenario, { with: given });
    assert.equal(verified.exitCode, 0, verified.log);
    assert.deepEqual(
      warnings(verified).map(({ message }) => message),
      ["Input packages is not used in mode verify.", "Input installer is not used in mode verify."],
    );
  });

  it("is no warning and no error where only its default could be meant", async (t) => {
    const scenario = await createScenario(t);
    const { "archive-file": archive = "" } = await build(t, scenario);
    for (const given of [{ mode: "verify" }, { mode: "restore", archive }]) {
      const ended = await step(t, scenario, { with: given });
      assert.equal(ended.exitCode, 0, ended.log);
      assert.deepEqual(
        warnings(ended).filter(({ message }) => !/expected-digest/.test(message)),
        [],
        given.mode,
      );
    }
  });

  it("is not checked against what only the other modes need", async (t) => {
    const scenario = await createScenario(t);
    await build(t, scenario);
    const verified = await run(t, scenario, ["verify", "--upload", "true"]);
    assert.equal(verified.exitCode, 0, verified.stderr);
    assert.match(verified.stderr, /upload is not used in mode verify/);
  });

  it("has no effect without a deployment file: it is said", async (t) => {
    const scenario = await createScenario(t);
    const flags = ["--dry-run", "--write", "--replace-conda-file"];
    const { exitCode, stderr } = await run(t, scenario, ["build", ...flags]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /^warning: --write has no effect without --deployment-file\.$/m);
    assert.match(stderr, /^warning: --replace-conda-file has no effect without --deployment-file\.$/m);
  });
});

/** Scenarios of the command line, as steps. */
describe("a step", { ...onLinux, concurrency: 2 }, () => {
  const scenarios: [string, Record<string, string>, string, RegExp][] = [
    ["a scoring script in a sub-directory", { "scoring-script": "api/score.py" }, "api/myenv", /^myenv\//],
    [
      "one mount for several scripts",
      { "scoring-script": "api/score.py", "mount-parent": "." },
      "myenv",
      /^\.\.\/myenv\//,
    ],
    ["packages without a requirements file", { "code-directory": "bare", packages: "tool==1.0" }, "bare/myenv", /^m/],
    [
      "another environment name and requirements file",
      { "environment-name": "site", requirements: "api/requirements.txt\n" },
      "site",
      /^site\//,
    ],
  ];
  for (const [what, given, place, path] of scenarios) {
    it(`takes ${what}, with the defaults of all other inputs`, async (t) => {
      const files = { "api/score.py": "", "api/requirements.txt": "greet==1.0\n", "bare/score.py": "" };
      const scenario = await createScenario(t, { files });
      const { exitCode, outputs, log, annotations } = await step(t, scenario, { with: given });
      assert.equal(exitCode, 0, log);
      assert.equal(outputs["mount-directory"], join(scenario.workspace, place, "lib/python3.8/site-packages"));
      assert.match(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH ?? "", path);
      assert.deepEqual(
        annotations.filter(({ level }) => level === "error"),
        [],
      );
    });
  }
});
