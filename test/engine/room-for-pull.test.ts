// A pull that the input asks for, with a disk on which the older and the newer image do not both fit.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { askEngine, type Engine, findEngine, runEngine } from "../support/container/engines.ts";
import { standIn } from "../support/container/images.ts";
import { noOwnDaemon, pathWith, startOwnDaemon } from "../support/engine/faulty-engine.ts";
import { rebuilt, saveImage, startRegistry } from "../support/engine/registry.ts";
import { runCli } from "../support/machine/cli.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";
import { createScenario, step } from "../support/scenario/scenario.ts";

const docker = await findEngine("docker");
const { image, skip } = await standIn(docker, "python38");

const CATALOGUED = "mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest";

/** A daemon whose disk has one image from the registry, which has another one under its name by now. */
async function withOlderImage(t: Cleanup) {
  const saved = await saveImage(t, docker, image);
  const size = saved.layers.reduce((sum, layer) => sum + layer.size, 0);
  // A layer and what is unpacked of it are there at the same time.
  const { engine } = await startOwnDaemon(t, { megabytes: Math.round((2.6 * size) / 1e6) });
  const registry = await startRegistry(t);
  const reference = `${registry.host}/azureml/image:1`;
  const older = registry.put("azureml/image", "1", saved);
  await askEngine(engine, ["pull", "--quiet", reference], 300_000);
  const newer = registry.put("azureml/image", "1", await rebuilt(t, saved));
  return { engine, reference, older, newer };
}

/** `images --inspect` pulls as a run does, and then asks the image. */
async function inspect(t: Cleanup, engine: Engine, reference: string) {
  const words = ["images", "--inspect", reference, "--engine=docker", "--pull=always"];
  return await runCli(t, words, { cwd: createWorkspace(t), env: engine.env, timeout: 600_000 });
}

async function digestsIn(engine: Engine): Promise<string[]> {
  const lines = await askEngine(engine, ["images", "--digests", "--format", "{{.Digest}}"]);
  return lines.split("\n").filter(Boolean);
}

describe("pull: always without room for two images", { skip: skip || noOwnDaemon() }, () => {
  it("removes the older image of the name, says so, and pulls again", async (t) => {
    const { engine, reference, newer } = await withOlderImage(t);
    const { exitCode, stdout, stderr } = await inspect(t, engine, reference);
    assert.equal(exitCode, 0, stderr);
    assert.ok(stdout.includes(newer), stdout);
    const removed = `Removed the older image of ${reference} \\(1\\d\\d MB\\) to make room for the one in the registry\\.`;
    assert.match(stderr, new RegExp(`^${removed}\n(.*\n)*Pulled ${reference} \\(1\\d\\d MB\\)`, "m"));
    assert.deepEqual(await digestsIn(engine), [newer]);
  });

  for (const [what, words, why] of [
    ["a container uses", ["create", "--network=none"], "a container uses it"],
    ["has another name", ["tag"], "it has other names too"],
  ] as const)
    it(`keeps an older image that ${what}`, async (t) => {
      const { engine, reference, older } = await withOlderImage(t);
      await askEngine(engine, [...words, reference, ...(words[0] === "tag" ? ["kept:1"] : [])]);
      const { exitCode, stderr } = await inspect(t, engine, reference);
      assert.equal(exitCode, 2, stderr);
      const lines = stderr.split("\n").filter((line) => line.startsWith("error: "));
      assert.equal(lines.length, 1, stderr);
      const said = new RegExp(
        `^error: Docker could not pull ${reference}: .*no space left on device; free space where the engine keeps its images; the older image is kept: ${why}\\.$`,
      );
      assert.match(lines[0] ?? "", said);
      assert.ok((await digestsIn(engine)).includes(older));
      assert.equal((await runEngine(engine, ["image", "inspect", reference])).exitCode, 0);
    });
});

describe("a pull that nobody asked for, on a hosted runner", { skip }, () => {
  it("is left out where the engine has little room, and says so", async (t) => {
    // Nothing is free in /proc.
    const where = 'case "$*" in *DockerRootDir*) echo /proc; exit ;; esac';
    const PATH = await pathWith(t, { docker: `${where}\nPATH="\${PATH#*:}" exec docker "$@"` });
    const scenario = await createScenario(t);
    const more = { with: { image: CATALOGUED, engine: "docker" }, env: { ...docker.env, PATH } };
    const { exitCode, stdout, outputs } = await step(t, scenario, more);
    assert.equal(exitCode, 0, stdout);
    assert.equal(outputs.verified, "simulated");
    assert.match(stdout, /0 B are free for images, and a pull may need 12\.0 GB/);
  });

  it("ends with a run that fails meanwhile", async (t) => {
    const where = 'case "$*" in *DockerRootDir*) exit ;; pull*) exec sleep 600 ;; esac';
    const PATH = await pathWith(t, { docker: `${where}\nPATH="\${PATH#*:}" exec docker "$@"` });
    const scenario = await createScenario(t, { requirements: "absent==1.0\n" });
    const start = performance.now();
    const more = { with: { image: CATALOGUED, engine: "docker" }, env: { ...docker.env, PATH } };
    const { exitCode, stdout } = await step(t, scenario, more);
    assert.equal(exitCode, 3, stdout);
    assert.match(stdout, /No matching distribution found for absent==1\.0/);
    assert.ok(performance.now() - start < 180_000);
  });
});
