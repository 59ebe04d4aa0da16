// Where packages of the mount do not suit the image's server by their versions, a build starts it with them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { Finding } from "../../../src/findings/check.ts";
import { type Cleanup, writeFiles } from "../../support/machine/workspace.ts";
import { promotionPackages } from "../../support/packages/promotion-packages.ts";
import { makeWheel, type Wheel } from "../../support/packages/wheels.ts";
import { imageFacts } from "../../support/scenario/image-facts.ts";
import { createScenario, onLinux, run, type Scenario } from "../../support/scenario/scenario.ts";

/** It requires flask below 2.3. */
const server = "1.3.0";
const files = { "image.txt": `azureml-inference-server-http==${server}\n` };

/** The script of the server imports flask first. */
function packages({ imports = "from flask import Flask" } = {}): Wheel[] {
  const script = readFileSync(new URL("../../support/packages/inference-server.py", import.meta.url), "utf8");
  const others = promotionPackages(server).filter(
    ({ name }) => name !== "azureml-inference-server-http" && name !== "flask",
  );
  return [
    ...others,
    makeWheel({
      name: "azureml-inference-server-http",
      version: server,
      files: { "azureml_inference_server_http/__init__.py": "" },
      requires: ["flask<=2.3.2"],
      scripts: { azmlinfsrv: `#!python\n${imports}\n${script}` },
    }),
    makeWheel({ name: "flask", version: "2.2.5", files: { "flask/__init__.py": "Flask = None\n" } }),
    makeWheel({ name: "flask", version: "98.0", files: { "flask/__init__.py": "Flask = None\n" } }),
    makeWheel({ name: "flask", version: "99.0", files: { "flask/__init__.py": "" } }),
  ];
}

async function scenarioWith(t: Cleanup, flask: string, imports?: string): Promise<Scenario> {
  const script = { "score.py": "raise SystemExit('the scoring script is not run')\n" };
  return await createScenario(t, {
    packages: packages(imports === undefined ? {} : { imports }),
    requirements: `flask==${flask}\n`,
    files: { ...files, ...script },
  });
}

async function verdictOn(t: Cleanup, scenario: Scenario, ...image: string[]) {
  const known = image.length === 0 ? ["--image-packages", "image.txt"] : image;
  const words = ["build", "--evidence", "simulated", ...known];
  const { exitCode, json, stderr } = await run(t, scenario, words);
  const report = JSON.parse(readFileSync(json?.["report-file"] || assert.fail(stderr), "utf8"));
  const found = (report.findings as Finding[]).filter(({ check }) => check === "I2");
  return { exitCode, json, stderr, found };
}

describe("the start of the server with the mount", onLinux, () => {
  it("makes I2 a notice if the server answers", async (t) => {
    const { exitCode, stderr, found } = await verdictOn(t, await scenarioWith(t, "98.0"));
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(
      found.map(({ severity }) => severity),
      ["notice"],
    );
    assert.match(found[0]?.message ?? "", /; azureml-inference-server-http 1\.3\.0 answers with the mount\.$/);
  });

  it("makes I2 an error with the server's own reason if it does not", async (t) => {
    const { exitCode, stderr, found } = await verdictOn(t, await scenarioWith(t, "99.0"));
    assert.equal(exitCode, 1, stderr);
    assert.deepEqual(
      found.map(({ severity }) => severity),
      ["error"],
    );
    assert.match(
      found[0]?.message ?? "",
      /does not answer with the mount: .*cannot import name 'Flask' from 'flask' \(flask\/__init__\.py\)/,
    );
  });

  it("is without setuptools if the image says that it has none", async (t) => {
    const scenario = await scenarioWith(t, "97.0");
    const packages = [
      { name: "azureml-inference-server-http", version: server, requires: ["flask<=2.3.2"] },
      { name: "flask", version: "2.2.5", requires: [] },
    ];
    const facts = imageFacts({ packages, server });
    writeFiles(scenario.workspace, { "facts.json": JSON.stringify(facts) });
    scenario.index.packages.push(
      makeWheel({
        name: "flask",
        version: "97.0",
        files: { "flask/__init__.py": "import pkg_resources\nFlask = None\n" },
      }),
    );
    const { exitCode, stderr, found } = await verdictOn(t, scenario, "--image-facts", "facts.json");
    assert.equal(exitCode, 1, stderr);
    assert.match(found[0]?.message ?? "", /does not answer with the mount: .*No module named 'pkg_resources'/);
  });

  it("does not count if the server does not answer without the mount either", async (t) => {
    const { stderr, found } = await verdictOn(t, await scenarioWith(t, "98.0", "import not_in_the_image"));
    assert.match(stderr, /without the mount, it does not answer either \(.*No module named 'not_in_the_image'/);
    assert.deepEqual(
      found.map(({ message }) => /answer/.test(message)),
      [false],
    );
  });

  it("is not repeated on a hit", async (t) => {
    const scenario = await scenarioWith(t, "98.0");
    await verdictOn(t, scenario);
    const asked = scenario.index.requests.length;
    const { json, found } = await verdictOn(t, scenario);
    assert.equal(json?.["cache-outcome"], "hit");
    assert.match(found[0]?.message ?? "", / answers with the mount\.$/);
    assert.deepEqual(
      scenario.index.requests.slice(asked).filter(({ path }) => /inference/.test(path)),
      [],
    );
  });

  it("is left out, and said, where the index does not have the server", async (t) => {
    const without = packages().filter(({ name }) => name !== "azureml-inference-server-http");
    const scenario = await createScenario(t, { packages: without, requirements: "flask==98.0\n", files });
    const { stderr, found } = await verdictOn(t, scenario);
    assert.match(stderr, /The image's server was not started with the mount: /);
    assert.deepEqual(
      found.map(({ severity }) => severity),
      ["error"],
    );
  });
});
