// Mode dynamic starts the image itself: its own run script installs the requirements file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it, type TestContext } from "node:test";
import type { Finding } from "../../src/findings/check.ts";
import { findEngine } from "../support/container/engines.ts";
import { standIn } from "../support/container/images.ts";
import { runCli } from "../support/machine/cli.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import { createScenario, run } from "../support/scenario/scenario.ts";

const engine = await findEngine("docker");
const { image, skip } = await standIn(engine, "documented");

const SCORE = (module: string) =>
  `import ${module}\n\ndef init():\n    pass\n\ndef run(data):\n    return {"file": ${module}.__file__}\n`;
/** The run script of the stand-in image waits before it ends, so that logs are sent. */
const DEPLOYMENT = `name: blue
endpoint_name: demo
code_configuration: { code: ., scoring_script: score.py }
environment: { image: "${image}" }
environment_variables: { STAND_IN_SECONDS_FOR_LOGS: "0" }
`;

async function start(t: TestContext, requirement: string, module: string) {
  const workspace = createWorkspace(t);
  const files = { "score.py": SCORE(module), "requirements.txt": `${requirement}\n`, "request.json": "{}" };
  writeFiles(workspace, { ...files, "deployment.yml": DEPLOYMENT });
  const flags = ["--network", "none", "--smoke-test", "request.json", "--deployment-file", "deployment.yml"];
  const words = ["build", "--mode", "dynamic", "--json", "--image", image, "--evidence", "image", ...flags];
  const { exitCode, json, stderr } = await runCli(t, words, {
    cwd: workspace,
    inheritIndex: true,
    env: engine.env,
    timeout: 900_000,
  });
  const report = JSON.parse(readFileSync(json?.["report-file"] || assert.fail(stderr), "utf8"));
  return { exitCode, verified: json?.verified, stderr, report };
}

describe("mode dynamic in an image without network", { skip: skip || (await skipWithoutIndex()) }, () => {
  it("passes if the image has the packages", async (t) => {
    const { exitCode, verified, report, stderr } = await start(t, "click>=8", "click");
    assert.deepEqual([exitCode, verified], [0, "image"], stderr);
    assert.match(report.smoke.answer, /dist-packages\/click/);
  });

  it("shows that a prototype whose packages come from an index cannot start", async (t) => {
    const { exitCode, report, stderr } = await start(t, "tabulate==0.9.0", "tabulate");
    assert.equal(exitCode, 1, stderr);
    const [found] = (report.findings as Finding[]).filter(({ check }) => check === "X1");
    assert.match(found?.message ?? "", /exit code 95 before the server was ready: pip or conda failed to install/);
  });
});

describe("mode dynamic in an image, where this machine has no index", { skip }, () => {
  async function build(t: TestContext, requirement: string, more: string[]) {
    const scenario = await createScenario(t, {
      requirements: `${requirement}\n`,
      files: { "score.py": SCORE("click"), "request.json": "{}", "deployment.yml": DEPLOYMENT },
    });
    const words = ["build", "--mode=dynamic", `--engine=${engine.name}`, "--network=none", `--image=${image}`, ...more];
    const env = { ...engine.env, PIP_NO_INDEX: "1" };
    return await run(t, scenario, [...words, "--deployment-file=deployment.yml"], { env });
  }

  it("the start of the image is the evidence", async (t) => {
    const { exitCode, stderr, json } = await build(t, "click>=8", ["--evidence=image"]);
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual([json.verified, json["lock-file"]], ["image", ""]);
    assert.match(stderr, /^notice: The installation cannot be simulated on this machine: /m);
  });

  it("an image that cannot install the file fails", async (t) => {
    const { exitCode, stderr, json } = await build(t, "tabulate==0.9.0", ["--smoke-test=request.json"]);
    assert.equal(exitCode, 1, stderr);
    assert.equal(json.verified, "no");
    assert.match(stderr, /^error: X1: .*exit code 95 before the server was ready/m);
  });
});
