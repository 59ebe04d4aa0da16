// Wherever a run shows the variables that the deployment must set, it shows the same ones.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import type { ActionResult } from "../../support/github/runner/action-runner.ts";
import { createScenario, libraryPath, onLinux, readJson, step } from "../../support/scenario/scenario.ts";

const path = { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath };
const both = { ...path, PYTHONPATH: libraryPath };
const why = /^.*, so PYTHONPATH is set as well\.$/gm;
/** An environment of the workspace: which image it has is not known here. */
const deployment = `name: blue
endpoint_name: iris
code_configuration: {code: ., scoring_script: score.py}
environment: azureml:own@latest
instance_type: Standard_DS3_v2
instance_count: 1
`;

/** The same variables in the outputs, the summary, every snippet of the report and the log. */
function assertShown({ outputs, summary, log }: ActionResult, variables: Record<string, string>, told: boolean) {
  assert.deepEqual(JSON.parse(outputs["environment-variables"] ?? ""), variables);
  const set = Object.entries(variables).map(([name, value]) => `environment_variables.${name}=${value}`);
  assert.equal(outputs["set-arguments"], set.join(" "));
  const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(summary) ?? [];
  assert.deepEqual(parse(yaml), { environment_variables: variables });
  const { snippets, findings } = readJson(outputs["report-file"]);
  assert.ok(Object.keys(snippets).length >= 4, Object.keys(snippets).join());
  for (const [title, text] of Object.entries(snippets as Record<string, string>)) {
    if (title === "Local test in a container") continue; // the command try sets them itself
    const names = Object.keys(both).filter((name) => text.includes(name));
    assert.deepEqual(names, Object.keys(variables), title);
  }
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const last = log.trimEnd().split("\n").at(-1) ?? "";
  assert.match(last, /\. (Set in the deployment|Set in [\w.]+|Deploy [\w.]+, which sets): /);
  assert.ok(last.endsWith(`: ${settings.join(" ")}`), log);
  const lines = summary.slice(0, summary.indexOf("<details>")).match(why) ?? [];
  assert.equal(lines.length, told ? 1 : 0, summary);
  const v1 = findings.filter(({ check }: { check: string }) => check === "V1");
  assert.deepEqual(
    v1.map(({ message }: { message: string }) => message),
    lines,
  );
}

describe("the variables", { ...onLinux, concurrency: 2 }, () => {
  it("are two without image, in build, restore and verify", async (t) => {
    const scenario = await createScenario(t);
    const built = await step(t, scenario);
    assert.equal(built.exitCode, 0, built.log);
    assertShown(built, both, true);
    const { "archive-file": archive = "" } = built.outputs;
    for (const given of [{ mode: "verify" }, { mode: "restore", archive }]) {
      const ended = await step(t, scenario, { with: given });
      assert.equal(ended.exitCode, 0, ended.log);
      assertShown(ended, both, true);
    }
  });

  it("are one for an image that is known to read it, and after restore too, which takes it from the manifest", async (t) => {
    const scenario = await createScenario(t);
    const image = "curated/minimal-ubuntu20.04-py38-cpu-inference";
    const built = await step(t, scenario, { with: { image } });
    assert.equal(built.exitCode, 0, built.log);
    assertShown(built, path, false);
    const { "archive-file": archive = "" } = built.outputs;
    assertShown(await step(t, scenario, { with: { mode: "restore", archive } }), path, false);
  });

  it("are both written into a deployment file whose image is not known", async (t) => {
    const scenario = await createScenario(t, { files: { "blue.yml": deployment } });
    const built = await step(t, scenario, { with: { "deployment-file": "blue.yml" } });
    assert.equal(built.exitCode, 0, built.log);
    const written = parse(readFileSync(join(scenario.workspace, "blue.yml"), "utf8"));
    assert.deepEqual(written.environment_variables, both);
    assertShown(built, both, true);
  });
});
