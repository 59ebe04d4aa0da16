// A container gets what the upload of the deployment holds, not what the code directory has.
import assert from "node:assert/strict";
import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { findEngine } from "../support/container/engines.ts";
import { standIn } from "../support/container/images.ts";
import { buildFor, changedImage } from "../support/engine/image-scenario.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { createScenario } from "../support/scenario/scenario.ts";

const engine = await findEngine("docker");
const { image, skip } = await standIn(engine, "python38");
const FLAGS = ["--evidence=image", "--smoke-test=request.json"];
const files = { "request.json": "{}", "helper.py": "ANSWER = 42\n", "score.py": scoreWith("helper.ANSWER") };

function scoreWith(answer: string): string {
  return `import os

import greet
import helper

def init():
    pass

def run(data):
    return [greet.__file__, ${answer}]
`;
}

it("a container lacks a file that an ignore file excludes", { skip }, async (t) => {
  const scenario = await createScenario(t, { files: { ...files, ".gitignore": "helper.py\n" } });
  const { exitCode, json, stderr } = await buildFor(t, scenario, engine, image, FLAGS);
  assert.equal(exitCode, 1, stderr);
  assert.equal(json.verified, "no", stderr);
  assert.match(stderr, /X1.*No module named 'helper'/s);
});

it("a container lacks a scoring script that an ignore file excludes", { skip }, async (t) => {
  const scenario = await createScenario(t, { files: { ...files, ".amlignore": "/score.py\n" } });
  const { exitCode, stderr } = await buildFor(t, scenario, engine, image, FLAGS);
  assert.equal(exitCode, 1, stderr);
  assert.match(stderr, /X1/);
});

it("a container has the targets of links, and can read what is private to the user who builds", { skip }, async (t) => {
  const answer = `open("own.txt").read(), open(os.environ["AZUREML_MODEL_DIR"] + "/model/m.txt").read(), helper.ANSWER`;
  const private_ = { "own.txt": "of the code", "model/m.txt": "of the model" };
  const { "helper.py": helper, ...others } = files;
  const scenario = await createScenario(t, { files: { ...others, ...private_, "score.py": scoreWith(answer) } });
  writeFiles(join(scenario.workspace, ".."), { "out/helper.py": helper, "out/package/__init__.py": "" });
  symlinkSync("../out/helper.py", join(scenario.workspace, "helper.py"));
  symlinkSync(join(scenario.workspace, "../out/package"), join(scenario.workspace, "package"));
  for (const path of Object.keys(private_)) chmodSync(join(scenario.workspace, path), 0o600);
  const flags = [...FLAGS, "--model-directory=model"];
  const { exitCode, json, stderr } = await buildFor(t, scenario, engine, image, flags);
  assert.equal(exitCode, 0, stderr);
  assert.equal(json.verified, "image", stderr);
  assert.match(stderr, /of the code", ?"of the model", ?42/);
});

it("S1 leaves alone modules of the image that belong to no distribution, and finds what they lack", {
  skip,
}, async (t) => {
  const source = createWorkspace(t);
  writeFiles(source, { "imgonly.py": "ANSWER = 42\n", "company/tools.py": "", "company/other.py": "" });
  chmodSync(source, 0o755);
  const added = { source, target: "/company" };
  const own = await changedImage(t, engine, image, "ENV PYTHONPATH=/company", added);
  const helper =
    "import imgonly\nfrom company import tools\n\ndef later():\n    from company import absent\n\nANSWER = imgonly.ANSWER\n";
  const scenario = await createScenario(t, { files: { ...files, "helper.py": helper } });
  const { exitCode, json, stderr } = await buildFor(t, scenario, engine, own, FLAGS);
  assert.equal(exitCode, 0, stderr);
  assert.equal(json.verified, "image", stderr);
  assert.doesNotMatch(stderr, /which nothing in the container provides/);
  assert.match(stderr, /warning: helper\.py:5: S1: .*absent/);
});
