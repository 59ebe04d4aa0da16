// The lock file as uv makes it.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { skipWithoutIndex } from "../../support/packages/real-index.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { uvFromRealIndex } from "../../support/python/uv-on-index.ts";
import { build, createScenario, onLinux, run } from "../../support/scenario/scenario.ts";

const skip = onLinux.skip || (await skipWithoutIndex());
const release = (name: string, version: string) => makeWheel({ name, version, files: { [`${name}.py`]: "" } });

describe("the lock file that uv makes", { ...onLinux, skip }, () => {
  it("keeps versions until an upgrade, has hashes, and is what a build installs", async (t) => {
    const scenario = await createScenario(t, { requirements: "tool\npoliteness<2\n" });
    for (const file of uvFromRealIndex(t)) scenario.index.packages.push(file);
    const locked = async (...flags: string[]) => {
      const { exitCode, stderr } = await run(t, scenario, ["lock", "--installer", "uv", ...flags]);
      assert.equal(exitCode, 0, stderr);
      assert.doesNotMatch(stderr, /installer is not used/);
      const text = readFileSync(join(scenario.workspace, "requirements.lock.txt"), "utf8");
      assert.match(text, /--hash=sha256:/);
      return [...text.matchAll(/^[\w.-]+==\S+/gm)].map(([pin]) => pin);
    };
    assert.deepEqual(await locked(), ["politeness==1.0", "tool==1.0"]);
    const { "mount-digest": digest } = await build(t, scenario, "--installer", "uv");
    scenario.index.packages.push(release("tool", "2.0"), release("politeness", "1.5"));
    assert.deepEqual(await locked(), ["politeness==1.0", "tool==1.0"]);
    assert.equal((await build(t, scenario, "--installer", "uv", "--cache", "off"))["mount-digest"], digest);
    assert.deepEqual(await locked("--upgrade-package", "tool"), ["politeness==1.0", "tool==2.0"]);
    assert.deepEqual(await locked("--upgrade"), ["politeness==1.5", "tool==2.0"]);
  });

  it("has the hashes of the index even if the present one has others, and none but those that the requirements give", async (t) => {
    const scenario = await createScenario(t, { requirements: "tool==1.0\n" });
    for (const file of uvFromRealIndex(t)) scenario.index.packages.push(file);
    const file = join(scenario.workspace, "requirements.lock.txt");
    const locked = async () => await run(t, scenario, ["lock", "--installer", "uv"]);
    await locked();
    const right = readFileSync(file, "utf8");
    const wrong = `sha256:${"1".repeat(64)}`;
    writeFileSync(file, right.replace(/(?<=--hash=)\S+/, wrong));
    await locked();
    assert.equal(readFileSync(file, "utf8"), right);
    writeFileSync(join(scenario.workspace, "requirements.txt"), `tool==1.0 --hash=${wrong}\n`);
    const { exitCode, stderr } = await locked();
    assert.equal(exitCode, 3, stderr);
    assert.match(
      stderr,
      /requirements\.txt:1: no file of tool==1\.0 in the index has a hash that the requirements give/,
    );
  });

  it("cannot be made of requirements that contradict each other, and uv's reason is told", async (t) => {
    const scenario = await createScenario(t, { requirements: "greet==1.0\npoliteness<1\n" });
    for (const file of uvFromRealIndex(t)) scenario.index.packages.push(file);
    const { exitCode, stderr } = await run(t, scenario, ["lock", "--installer", "uv"]);
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, /politeness.*\n {2}The requirements contradict each other/);
  });
});
