// The input image-facts on a machine with a container engine, which answers as recorded.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pathWith } from "../../support/engine/faulty-engine.ts";
import type { Cleanup } from "../../support/machine/workspace.ts";
import { imageFacts } from "../../support/scenario/image-facts.ts";
import { createScenario, onLinux, run } from "../../support/scenario/scenario.ts";

const FACTS = imageFacts();

/** @param answer of `docker image inspect`, as a command of sh */
async function build(t: Cleanup, answer: string, words: string[]) {
  const docker = `case "$*" in version*) echo 28.0 ;; "image inspect ${FACTS.name}") ${answer} ;; *) exit 1 ;; esac`;
  const scenario = await createScenario(t, { files: { "facts.json": JSON.stringify(FACTS) } });
  const env = { PATH: await pathWith(t, { docker }) };
  const flags = ["--image-facts=facts.json", "--engine=docker", "--pull=never", ...words];
  return await run(t, scenario, ["build", ...flags], { env });
}

const ABSENT = "echo 'Error: No such image' >&2; exit 1";
const has = (id: string) => `echo '${JSON.stringify([{ Id: id, Architecture: "amd64", Os: "linux" }])}'`;

describe("the image of the facts, where no other is named", onLinux, () => {
  it("is looked for: why it cannot be used is said", async (t) => {
    const { exitCode, stderr, json } = await build(t, ABSENT, []);
    assert.equal(exitCode, 0, stderr);
    assert.equal(json.verified, "simulated");
    const line = `not in the image: Docker does not have the image ${FACTS.name}.`;
    assert.ok(stderr.includes(line), stderr);
  });

  it("is required with evidence: image", async (t) => {
    const { exitCode, stderr } = await build(t, ABSENT, ["--evidence=image"]);
    assert.equal(exitCode, 2, stderr);
    assert.ok(stderr.includes(`in the image: Docker does not have the image ${FACTS.name}.`), stderr);
  });
});

describe("facts of which an engine has another version", onLinux, () => {
  for (const evidence of ["simulated", "files"])
    it(`are used with a warning, with evidence: ${evidence}`, async (t) => {
      const moved = await build(t, has(`sha256:${"9".repeat(64)}`), [`--evidence=${evidence}`]);
      assert.equal(moved.exitCode, 0, moved.stderr);
      const warning = `warning: --image-facts describes another version of ${FACTS.name} than the one in docker.`;
      assert.ok(moved.stderr.includes(warning), moved.stderr);
      const same = await build(t, has(FACTS.id), [`--evidence=${evidence}`]);
      assert.ok(!same.stderr.includes("another version"), same.stderr);
    });
});
