// The shipped action in a real workflow engine, which hands inputs, defaults, outputs and files over as GitHub's runner
// does. Budget: 5 minutes on two cores, the first compilation of act (about one) included.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { stringify } from "yaml";
import { type ActResult, runAct } from "../support/github/act/act.ts";
import { skipWithoutAct } from "../support/github/act/program.ts";
import { readAction } from "../support/github/runner/action-definition.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { type ResultsService, startResultsService } from "../support/github/services/results-service.ts";
import type { Files } from "../support/packages/zip.ts";
import { createScenario } from "../support/scenario/scenario.ts";

const libraryPath = "myenv/lib/python3.8/site-packages";
const variables = { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath, PYTHONPATH: libraryPath };
const file = "dep/one/deployment.yml";
const place = "scoring/api";
const repository: Files = {
  [file]: `name: blue
endpoint_name: iris
code_configuration:
  code: ../../scoring
  scoring_script: api/main.py
environment:
  image: mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest
instance_type: Standard_DS3_v2
instance_count: 1
`,
  "scoring/api/main.py": "import greet\n\n\ndef init():\n    pass\n\n\ndef run(data):\n    return greet.hello()\n",
  "scoring/api/requirements.txt": "greet==1.0\n",
};

const checkout = { uses: "octo-org/checkout@v1" };
const ours = (given: Record<string, string>) => ({
  id: "packages",
  uses: "octo-org/azureml-extra-packages@v1",
  with: given,
});
const output = (name: string) => `\${{ steps.packages.outputs.${name} }}`;
/** A later step, which fails unless the outputs are what a deployment of these packages needs. */
const assertion = {
  id: "assertion",
  env: {
    LIBRARY_PATH: output("AZUREML_EXTRA_PYTHON_LIB_PATH"),
    VARIABLES: output("environment-variables"),
    SET_ARGUMENTS: output("set-arguments"),
    MOUNT: output("mount-directory"),
    EXPECTED: JSON.stringify(variables),
  },
  run: [
    `test "$LIBRARY_PATH" = ${libraryPath}`,
    'test "$VARIABLES" = "$EXPECTED"',
    `test "$SET_ARGUMENTS" = "${Object.entries(variables)
      .map(([name, value]) => `environment_variables.${name}=${value}`)
      .join(" ")}"`,
    `test "$MOUNT" = "$GITHUB_WORKSPACE/${place}/${libraryPath}"`,
    'test -f "$MOUNT/greet/__init__.py"',
    `grep -q "PYTHONPATH: ${libraryPath}" ${file}`,
    'echo "asserted=$(ls "$MOUNT" | wc -l)" >> "$GITHUB_OUTPUT"',
  ].join("\n"),
};
const job = (...steps: object[]) => ({ "runs-on": "ubuntu-latest", steps: [checkout, ...steps, assertion] });

const handOver = stringify({
  on: "push",
  jobs: {
    build: {
      ...job(ours({ "deployment-file": file })),
      outputs: { "artifact-id": output("artifact-id"), "mount-digest": output("mount-digest") },
    },
    deploy: {
      needs: "build",
      ...job(
        ours({
          mode: "restore",
          "deployment-file": file,
          "artifact-id": `\${{ needs.build.outputs.artifact-id }}`,
          "expected-digest": `\${{ needs.build.outputs.mount-digest }}`,
        }),
      ),
    },
  },
});

const names = Object.keys(readAction(repositoryRoot).inputs);
/** A reusable workflow that has every input of the action, and hands each on whether it was given or not. */
const reusable = stringify({
  on: { workflow_call: { inputs: Object.fromEntries(names.map((name) => [name, { type: "string", default: "" }])) } },
  jobs: { build: job(ours(Object.fromEntries(names.map((name) => [name, `\${{ inputs['${name}'] }}`])))) },
});
const calling = stringify({
  on: "push",
  jobs: { packages: { uses: "./.github/workflows/reusable.yml", with: { "deployment-file": file } } },
});

const folder = ".github/workflows";
const workflows: Files = {
  [`${folder}/hand-over.yml`]: handOver,
  [`${folder}/reusable.yml`]: reusable,
  [`${folder}/calling.yml`]: calling,
};

describe("in act, a workflow", { skip: await skipWithoutAct(), timeout: 300_000 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let service: ResultsService;
  let index: Record<string, string>;
  before(async () => {
    service = await startResultsService();
    whole.after(() => service.close());
    ({ env: index } = await createScenario(whole));
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  const start = async (name: string, runId: number) => {
    const env = { ...service.env({ runId }), ...index };
    return await runAct(whole, { files: { ...repository, ...workflows }, workflow: `${folder}/${name}.yml`, env });
  };

  describe("whose build has deployment-file as its only input, and whose deploy job restores", () => {
    let result: ActResult;
    before(async () => {
      result = await start("hand-over", 1001);
    });

    it("comes to its end, and a later step of each job reads the outputs that a deployment needs", () => {
      assert.deepEqual(result.jobs, { build: "success", deploy: "success" }, result.log);
      assert.equal(result.exitCode, 0);
      for (const name of ["build", "deploy"])
        assert.ok(Number(result.step(name, "assertion").outputs.asserted) > 0, name);
    });

    it("restores the same bytes and the same variables", () => {
      const [built, restored] = ["build", "deploy"].map((name) => result.step(name, "packages").outputs);
      for (const name of ["mount-digest", "artifact-id", "environment-variables", "set-arguments", "verified"])
        assert.equal(restored?.[name], built?.[name], name);
      assert.match(built?.["artifact-id"] ?? "", /^[0-9]+$/);
      assert.equal(built?.verified, "simulated");
    });

    it("has no error and no warning but those of findings", () => {
      for (const name of ["build", "deploy"]) {
        const { annotations } = result.step(name, "packages");
        assert.deepEqual(
          annotations.filter(({ level, title }) => level === "error" || (level === "warning" && title === undefined)),
          [],
        );
        const [pin] = annotations.filter(({ title }) => title === "M14");
        assert.equal(pin?.file, `${place}/requirements.txt`);
      }
    });

    it("shows the variables in the summary of each job", () => {
      for (const name of ["build", "deploy"]) {
        const { summary } = result.step(name, "packages");
        assert.match(summary, /^## ✅ scoring\/myenv: (restored, )?ready to deploy(, \d+ warnings?)?\n/);
        const lines = Object.entries(variables).map(([key, value]) => `  ${key}: ${value}\n`);
        assert.ok(summary.includes(`environment_variables:\n${lines.join("")}`), summary);
        assert.match(summary, /^It is not known whether .*, so PYTHONPATH is set as well\.$/m);
      }
    });
  });

  it("that hands every input on as an empty string does the same", async () => {
    const result = await start("calling", 1002);
    assert.equal(result.exitCode, 0, result.log);
    assert.deepEqual(new Set(Object.values(result.jobs)), new Set(["success"]), result.log);
    assert.ok(Number(result.step("build", "assertion").outputs.asserted) > 0, result.log);
  });
});
