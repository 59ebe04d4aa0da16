// An engine that fails before, during and after the imports: one sentence, an exit code, and no better verdict.
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type Engine, findEngine, runEngine } from "../support/container/engines.ts";
import { standIn } from "../support/container/images.ts";
import { copyImage, hangingDocker, noOwnDaemon, startOwnDaemon } from "../support/engine/faulty-engine.ts";
import { asCatalogued, buildFor, deploymentWith, wheelsLike } from "../support/engine/image-scenario.ts";
import { saveImage, startRegistry } from "../support/engine/registry.ts";
import { fixturePackages } from "../support/packages/fixture-packages.ts";
import { makeWheel } from "../support/packages/wheels.ts";
import { createScenario, type Ended } from "../support/scenario/scenario.ts";

const docker = await findEngine("docker");
const { image, skip } = await standIn(docker, "python38");
const withOwnDaemon = { skip: skip || noOwnDaemon() };

const requirements = "greet==1.0\npoliteness==2.0\n";
const NOT_IN_IMAGE = "warning: The packages are verified on this machine, not in the image: ";
const REFUSED = "error: --evidence: the packages cannot be verified in the image: ";

/** What both kinds of evidence do about it. */
function assertSaid({ exitCode, stderr, json }: Ended, evidence: string, reason: string): void {
  assert.equal(exitCode, evidence === "image" ? 2 : 0, stderr);
  assert.equal(json.verified, evidence === "image" ? "no" : "simulated", stderr);
  const lead = evidence === "image" ? REFUSED : NOT_IN_IMAGE;
  const lines = stderr.split("\n").filter((line) => line.startsWith(lead));
  assert.equal(lines.length, 1, stderr);
  assert.ok(lines[0]?.startsWith(lead + reason), lines[0]);
}

for (const evidence of ["auto", "image"]) {
  const flags = [`--evidence=${evidence}`];

  describe(`an engine that hangs, with evidence: ${evidence}`, { skip }, () => {
    it("at everything", async (t) => {
      const scenario = await createScenario(t, { requirements });
      const PATH = await hangingDocker(t);
      const name = await asCatalogued(t, docker, image);
      const start = performance.now();
      const ended = await buildFor(t, scenario, docker, name, flags, { env: { PATH } });
      assertSaid(ended, evidence, "Docker does not answer: not within 20 s.");
      assert.ok(performance.now() - start < 3 * 40_000, "it is asked once, for 20 s");
    });

    it("at a start", async (t) => {
      const scenario = await createScenario(t, { requirements });
      const PATH = await hangingDocker(t, "run");
      const name = await asCatalogued(t, docker, image);
      const start = performance.now();
      const ended = await buildFor(t, scenario, docker, name, flags, { env: { PATH } });
      assertSaid(ended, evidence, "the container does not answer.");
      assert.ok(performance.now() - start < 3 * 80_000, "it is waited for once, for 60 s");
    });
  });

  describe(`a daemon, with evidence: ${evidence}`, withOwnDaemon, () => {
    it("goes away during the imports", async (t) => {
      const { engine, kill } = await startOwnDaemon(t);
      await copyImage(t, docker, engine, image);
      const name = await asCatalogued(t, engine, image);
      const sleeping = "import os, time\nif os.path.exists('/var/azureml-app'):\n    time.sleep(600)\n";
      const slow = makeWheel({ name: "slow", version: "1.0", files: { "slow.py": sleeping } });
      const packages = [...fixturePackages(), slow];
      const scenario = await createScenario(t, { packages, requirements: "slow==1.0\n" });
      const ended = await buildFor(t, scenario, engine, name, flags, {
        onStart: (child) => void killAt(child, /^Imports run in a container/m, kill),
      });
      assertSaid(ended, evidence, `Docker does not answer: Cannot connect to the Docker daemon at ${socketOf(engine)}`);
    });

    it("goes away during the smoke test", async (t) => {
      const { engine, kill } = await startOwnDaemon(t);
      await copyImage(t, docker, engine, image);
      const name = await asCatalogued(t, engine, image);
      const score =
        "import os, time\n\ndef init():\n    if os.path.exists('/var/azureml-app'):\n        time.sleep(600)\n\n";
      const files = { "score.py": `${score}def run(data):\n    return [1]\n`, "request.json": "{}" };
      const packages = [...fixturePackages(), ...(await wheelsLike(docker, image))];
      const scenario = await createScenario(t, { packages, requirements, files });
      const ending = buildFor(t, scenario, engine, name, [...flags, "--smoke-test=request.json"]);
      await untilServing(engine, "score.py");
      kill();
      assertSaid(await ending, evidence, "Docker does not answer: Cannot connect to the Docker daemon");
    });

    it("has no space left for the layers", async (t) => {
      const { engine } = await startOwnDaemon(t, { megabytes: 64 });
      const registry = await startRegistry(t);
      registry.put("azureml/image", "1", await saveImage(t, docker, image));
      const name = `${registry.host}/azureml/image:1`;
      const scenario = await createScenario(t, { requirements, files: { "deployment.yml": deploymentWith(name) } });
      const words = [...flags, "--deployment-file=deployment.yml", "--pull=always"];
      const ended = await buildFor(t, scenario, engine, "", words);
      assertSaid(ended, evidence, `Docker could not pull ${name}: `);
      assert.match(ended.stderr, /no space left on device; free space where the engine keeps its images\.$/m);
    });
  });
}

function socketOf({ env }: Engine): string {
  return env.DOCKER_HOST ?? "";
}

function killAt(child: ChildProcess, line: RegExp, kill: () => void): void {
  let text = "";
  child.stderr?.on("data", async (part: string) => {
    const isSeen = line.test(text);
    text += part;
    if (isSeen || !line.test(text)) return;
    await delay(1000); // the import has begun
    kill();
  });
}

/** Until the second start with this script: the first one tries the variables. */
async function untilServing(engine: Engine, script: string): Promise<void> {
  const format = "{{range .Config.Env}}{{println .}}{{end}}{{range .Mounts}}{{.Destination}}{{end}}";
  for (;;) {
    const ids = (await runEngine(engine, ["ps", "--quiet"])).stdout.split("\n").filter(Boolean);
    const asked = ids.length === 0 ? undefined : await runEngine(engine, ["inspect", "--format", format, ...ids]);
    if (asked?.stdout.includes(`ENTRY_SCRIPT=${script}`) && !asked.stdout.includes("/marker")) return;
    await delay(200);
  }
}
