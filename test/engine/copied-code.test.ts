// A code directory that the containers do not see as it is here: it is copied into them.
import assert from "node:assert/strict";
import { chmodSync, cpSync, globSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { askEngine, findEngine } from "../support/container/engines.ts";
import { standIn } from "../support/container/images.ts";
import { copyImage, noOwnDaemon, startOwnDaemon } from "../support/engine/faulty-engine.ts";
import { buildFor } from "../support/engine/image-scenario.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { createScenario, type Ended, readJson, type Scenario } from "../support/scenario/scenario.ts";

const requirements = "greet==1.0\npoliteness==2.0\n";
const score = `import os

import greet

def init():
    global model
    with open(os.path.join(os.environ["AZUREML_MODEL_DIR"], "model", "model.txt")) as file:
        model = file.read()

def run(data):
    return [model, greet.__file__]
`;
const files = { "request.json": "{}", "score.py": score, "model/model.txt": "of the model" };
const FLAGS = ["--evidence=image", "--smoke-test=request.json", "--model-directory=model"];

function assertVerified({ exitCode, json, stderr }: Ended): void {
  assert.equal(exitCode, 0, stderr);
  assert.equal(json.verified, "image", stderr);
  assert.match(stderr, /Smoke test, .*: \["of the model", ?"\/var\/azureml-app\/.*\/site-packages\/greet/);
}

for (const name of ["docker", "podman"] as const) {
  const engine = await findEngine(name);
  const { image, skip } = await standIn(engine, "python38");

  describe(`the code directory in containers of ${name}`, { skip }, () => {
    it("has spaces, commas, quotes and colons in its path", async (t) => {
      const scenario = await createScenario(t, { requirements, files });
      const parent = join(dirname(scenario.workspace), "a: b, c");
      mkdirSync(parent);
      const workspace = join(parent, `it's "my", code`);
      renameSync(scenario.workspace, workspace);
      assertVerified(await buildFor(t, { ...scenario, workspace }, engine, image, FLAGS));
    });

    it("is private to the user who builds", async (t) => {
      const scenario = await createScenario(t, { requirements, files });
      for (const file of ["score.py", "model/model.txt"]) chmodSync(join(scenario.workspace, file), 0o600);
      for (const path of ["..", "", "model"]) chmodSync(join(scenario.workspace, path), 0o700);
      assertVerified(await buildFor(t, scenario, engine, image, FLAGS, { node: nodeAfter(t, "umask 077") }));
    });

    it("is on a machine that the engine does not see", {
      skip: process.getuid?.() !== 0 && "only root may mount",
    }, async (t) => {
      const scenario = await createScenario(t, { requirements, files });
      const { node, env } = unseenBy(t, scenario);
      const ended = await buildFor(t, scenario, engine, image, FLAGS, { node, env });
      assertVerified(ended);
      // What the image does with the variable was tried with a copy too.
      const [facts] = globSync(".cache/**/image-facts/*.json", { cwd: scenario.home });
      assert.equal(readJson(join(scenario.home, facts ?? "")).readsVariables.tried, true);
    });
  });
}

const docker = await findEngine("docker");
const { image, skip } = await standIn(docker, "python38");

it("leaves no volume of a copy", { skip: skip || noOwnDaemon() }, async (t) => {
  const { engine } = await startOwnDaemon(t);
  await copyImage(t, docker, engine, image);
  const scenario = await createScenario(t, { requirements, files });
  assertVerified(await buildFor(t, scenario, engine, image, FLAGS, unseenBy(t, scenario)));
  assert.equal(await askEngine(engine, ["volume", "ls", "--quiet"]), "");
  assert.equal(await askEngine(engine, ["ps", "--all", "--quiet"]), "");
});

/** A node that is started by a shell after other commands. */
function nodeAfter(t: Cleanup, commands: string): string {
  const file = join(createWorkspace(t), "node");
  writeFileSync(file, `#!/bin/sh\n${commands}\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 });
  return file;
}

/** As in a container that uses the daemon outside it: here the workspace and temporary files are, there they are not. */
function unseenBy(t: Cleanup, { workspace }: Scenario): { node: string; env: Record<string, string> } {
  const parent = dirname(workspace);
  const seed = createWorkspace(t);
  cpSync(workspace, join(seed, "scoring"), { recursive: true });
  writeFiles(seed, { "tmp/": "" });
  const inner = nodeAfter(t, `mount -t tmpfs tmpfs "${parent}" && cp -a "${seed}/." "${parent}" && cd "${workspace}"`);
  const node = join(createWorkspace(t), "node");
  writeFileSync(node, `#!/bin/sh\nexec unshare --mount "${inner}" "$@"\n`, { mode: 0o755 });
  return { node, env: { TMPDIR: join(parent, "tmp") } };
}
