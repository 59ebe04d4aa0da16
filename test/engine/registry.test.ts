// Images that come from a registry, which is one of the tests' own on loopback.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type Engine, findEngine, runEngine } from "../support/container/engines.ts";
import { standIn } from "../support/container/images.ts";
import { buildFor, deploymentWith } from "../support/engine/image-scenario.ts";
import { registrySettings, saveImage, startRegistry } from "../support/engine/registry.ts";
import { runCli } from "../support/machine/cli.ts";
import type { Cleanup } from "../support/machine/workspace.ts";
import { createScenario, readJson, type Scenario } from "../support/scenario/scenario.ts";

const requirements = "greet==1.0\npoliteness==2.0\n";
const PULL = "--pull=always";

for (const name of ["docker", "podman"] as const) {
  const engine = await findEngine(name);
  const { image, skip } = await standIn(engine, "python38");
  const title = name === "docker" ? "Docker" : "Podman";

  describe(`a registry, asked by ${title}`, { skip }, () => {
    for (const [reason, login, advice] of [
      ["requires a login", true, `log in to the registry first: ${name} login 127\\.0\\.0\\.1:\\d+`],
      ["does not have the tag", false, "check the image's name and tag"],
    ] as const)
      it(reason, async (t) => {
        const registry = await startRegistry(t, { login });
        const reference = `${registry.host}/azureml/image:1`;
        const files = { "deployment.yml": deploymentWith(reference) };
        const scenario = await createScenario(t, { requirements, files });
        const words = ["--deployment-file=deployment.yml", PULL];
        const said = new RegExp(`not in the image: ${title} could not pull ${reference}: .*; ${advice}\\.$`, "m");
        const env = registrySettings(t, registry);
        const simulated = await buildFor(t, scenario, engine, "", words, { env });
        assert.equal(simulated.exitCode, 0, simulated.stderr);
        assert.equal(simulated.json.verified, "simulated");
        assert.match(
          simulated.stderr,
          new RegExp(`^warning: The packages are verified on this machine, ${said.source}`, "m"),
        );
        const refused = await buildFor(t, scenario, engine, "", [...words, "--evidence=image"], { env });
        assert.equal(refused.exitCode, 2, refused.stderr);
        assert.equal(refused.json.verified, "no");
        assert.match(refused.stderr, new RegExp(said.source.replace("not in the image", "in the image"), "m"));
      });

    it("evidence counts on a hit while the tag means the same image", async (t) => {
      const registry = await startRegistry(t);
      const saved = await saveImage(t, engine, image);
      const reference = `${registry.host}/azureml/image:1`;
      t.after(() => removeImage(engine, reference));
      const scenario = await createScenario(t, { requirements });
      const env = registrySettings(t, registry);
      const first = registry.put("azureml/image", "1", saved, "first");
      await writeFacts(t, scenario, engine, reference, env);
      const build = async (outcome: string) => {
        registry.requests.length = 0;
        const ended = await buildFor(t, scenario, engine, reference, [PULL, "--image-facts=facts.json"], { env });
        assert.equal(ended.exitCode, 0, ended.stderr);
        assert.equal(ended.json.verified, "image", ended.stderr);
        assert.equal(ended.json["cache-outcome"], outcome);
        return ended;
      };
      const importsIn = (digest: string) => `Imports run in a container of ${reference} (${digest}, ${name} `;

      const miss = await build("miss");
      assert.ok(miss.stderr.includes(importsIn(first)), miss.stderr);
      assert.equal(readJson(miss.json["manifest-file"]).target.imageDigest, first);

      const same = await build("hit");
      assert.ok(!same.stderr.includes("Imports run"), same.stderr);
      assert.ok(!same.stderr.includes("could not be asked"), same.stderr);

      const second = registry.put("azureml/image", "1", saved, "second");
      const moved = await build("hit");
      assert.ok(moved.stderr.includes(importsIn(second)), moved.stderr);

      await registry.close();
      const silent = await build("hit");
      assert.ok(!silent.stderr.includes("Imports run"), silent.stderr);
      const said = `warning: The packages were verified in ${reference} with digest ${first}. Whether its tag still has this digest could not be asked: ${title} could not pull ${reference}: `;
      assert.ok(silent.stderr.includes(said), silent.stderr);
    });
  });
}

/** With facts, a plan does not wait for the image, which is outside the catalogue. */
async function writeFacts(t: Cleanup, scenario: Scenario, engine: Engine, image: string, env: Record<string, string>) {
  const words = ["images", "--inspect", image, `--engine=${engine.name}`, PULL, "--json"];
  const { workspace: cwd, home } = scenario;
  const { exitCode, stdout, stderr } = await runCli(t, words, { cwd, home, env: { ...engine.env, ...env } });
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, new RegExp(`^Pulled ${image} \\(1\\d\\d MB\\) in .* s\\.$`, "m"));
  writeFileSync(join(cwd, "facts.json"), stdout);
}

/** The one that an earlier pull left has no tag any more. */
async function removeImage(engine: Engine, reference: string): Promise<void> {
  const repository = reference.replace(/:1$/, "");
  const { stdout } = await runEngine(engine, ["images", "--quiet", "--no-trunc", repository]);
  const ids = stdout.split("\n").filter(Boolean);
  if (ids.length > 0) await runEngine(engine, ["rmi", "--force", ...ids]);
}
