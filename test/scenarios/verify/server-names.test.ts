// Names that the scoring script takes from packages that only the image's server brings.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { Finding } from "../../../src/findings/check.ts";
import { serverVersionsFor } from "../../../src/images/server/server.ts";
import type { Cleanup } from "../../support/machine/workspace.ts";
import { makeWheel, type Wheel } from "../../support/packages/wheels.ts";
import { createScenario, onLinux, run } from "../../support/scenario/scenario.ts";

const versions = serverVersionsFor("3.8");
const [oldest = "", newest = ""] = [versions[0], versions.at(-1)];

function server(version: string, flask: string): Wheel {
  const files = { "azureml_inference_server_http/__init__.py": "" };
  return makeWheel({ name: "azureml-inference-server-http", version, files, requires: [`flask==${flask}`] });
}

const FLASKS = [
  makeWheel({ name: "flask", version: "1.0", files: { "flask/__init__.py": "Flask = Markup = None\n" } }),
  makeWheel({ name: "flask", version: "3.0", files: { "flask/__init__.py": "Flask = None\n" } }),
];

const ALPHA = makeWheel({ name: "alpha", version: "1.0", files: { "alpha/__init__.py": "" } });

interface Case {
  readonly imports: string;
  readonly servers?: readonly Wheel[];
  readonly image?: readonly string[];
}

async function verdictOn(t: Cleanup, { imports, servers = [], image = [] }: Case) {
  const scenario = await createScenario(t, {
    packages: [...FLASKS, ...servers, ALPHA],
    requirements: "alpha==1.0\n",
    files: {
      "score.py": `${imports}\n\n\ndef init(): ...\n\n\ndef run(data): ...\n`,
      "image.txt": `azureml-inference-server-http==${newest}\nflask==3.0\n`,
    },
  });
  const { exitCode, json, stderr } = await run(t, scenario, ["build", "--evidence", "simulated", ...image]);
  const report = JSON.parse(readFileSync(json?.["report-file"] || assert.fail(stderr), "utf8"));
  const found = (report.findings as Finding[]).filter(({ check, severity }) => check === "S1" && severity !== "notice");
  return { exitCode, stderr, severities: found.map(({ severity }) => severity), message: found[0]?.message ?? "" };
}

const BOTH = [server(oldest, "1.0"), server(newest, "3.0")];
const KNOWN = ["--image-packages", "image.txt"];

describe("a name that the scoring script takes from the server's packages", onLinux, () => {
  it("is an error if the server of the image brings a release without it", async (t) => {
    const asked = { imports: "from flask import Markup", servers: BOTH, image: KNOWN };
    const { exitCode, severities, message, stderr } = await verdictOn(t, asked);
    assert.equal(exitCode, 1, stderr);
    assert.deepEqual(severities, ["error"]);
    assert.match(message, /cannot import name 'Markup' from 'flask'/);
  });

  it("passes if it is there", async (t) => {
    const asked = { imports: "from flask import Flask", servers: BOTH, image: KNOWN };
    const { exitCode, severities, stderr } = await verdictOn(t, asked);
    assert.deepEqual([exitCode, severities], [0, []], stderr);
  });

  it("is a warning if one of the servers that the image may have brings it", async (t) => {
    const { exitCode, severities, stderr } = await verdictOn(t, { imports: "from flask import Markup", servers: BOTH });
    assert.deepEqual([exitCode, severities], [0, ["warning"]], stderr);
  });

  it("is an error if none of them does", async (t) => {
    const { exitCode, severities, stderr } = await verdictOn(t, { imports: "from flask import Gone", servers: BOTH });
    assert.deepEqual([exitCode, severities], [1, ["error"]], stderr);
  });

  it("leaves the failure of another package an error where the oldest server cannot be had", async (t) => {
    const imports = "from alpha import Gone\nfrom flask import Markup";
    const { exitCode, severities, stderr } = await verdictOn(t, { imports, servers: [server(newest, "3.0")] });
    assert.deepEqual([exitCode, severities], [1, ["error", "warning"]], stderr);
  });

  it("is not looked up where the index does not have the server, and the log says so", async (t) => {
    const { exitCode, severities, stderr } = await verdictOn(t, { imports: "from flask import Gone" });
    assert.deepEqual([exitCode, severities], [0, []], stderr);
    assert.match(stderr, /What the scoring script imports from the server's packages is not tried: /);
  });

  it("needs no server if only modules are imported", async (t) => {
    const { exitCode, stderr } = await verdictOn(t, { imports: "import flask" });
    assert.equal(exitCode, 0, stderr);
    assert.doesNotMatch(stderr, /inference server|is not tried/);
  });
});
