// The input image-facts beside the image that a run names.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { deploymentWith } from "../../support/engine/image-scenario.ts";
import type { Cleanup } from "../../support/machine/workspace.ts";
import { imageFacts } from "../../support/scenario/image-facts.ts";
import { createScenario, onLinux, readJson, run } from "../../support/scenario/scenario.ts";

const OF = "registry.example/scoring:1";

async function dryRun(t: Cleanup, words: string[], image = OF) {
  const files = { "facts.json": JSON.stringify(imageFacts({ name: OF })), "deployment.yml": deploymentWith(image) };
  const scenario = await createScenario(t, { files });
  return await run(t, scenario, ["build", "--dry-run", "--image-facts=facts.json", "--pull=never", ...words]);
}

describe("facts of an image", onLinux, () => {
  it("that is another one than the input names are refused", async (t) => {
    const { exitCode, stderr } = await dryRun(t, ["--image=registry.example/another:1"]);
    assert.equal(exitCode, 2, stderr);
    const message = `error: --image-facts: the facts are of ${OF}, and --image names registry.example/another:1.`;
    const hint = "images --inspect registry.example/another:1 --json > image-facts.json";
    assert.equal(stderr, `${message}\n  Write them where a container engine has the image: ${hint}\n`);
  });

  it("that is another one than the deployment file names are refused, with file and line", async (t) => {
    const { exitCode, stderr } = await dryRun(t, ["--deployment-file=deployment.yml"], "registry.example/another:1");
    assert.equal(exitCode, 2, stderr);
    const message = `--image-facts: the facts are of ${OF}, and the deployment file names registry.example/another:1.`;
    assert.ok(stderr.startsWith(`error: deployment.yml:7: ${message}\n`), stderr);
  });

  it("with another tag are used, with a warning", async (t) => {
    const { exitCode, stderr } = await dryRun(t, ["--image=registry.example/scoring:2"]);
    assert.equal(exitCode, 0, stderr);
    const message = `warning: --image-facts: the facts are of ${OF}, and --image names registry.example/scoring:2, which may`;
    assert.ok(stderr.includes(message), stderr);
  });

  it("that decide the checks have their digest in the manifest", async (t) => {
    for (const flag of ["--image-facts=facts.json", "--image=minimal-ubuntu20.04-py38-cpu-inference"]) {
      const scenario = await createScenario(t, { files: { "facts.json": JSON.stringify(imageFacts()) } });
      const { exitCode, stderr, json } = await run(t, scenario, ["build", "--evidence=files", flag]);
      assert.equal(exitCode, 0, stderr);
      const { imageDigest } = readJson(json["manifest-file"]).target;
      assert.equal(imageDigest, flag.startsWith("--image=") ? undefined : imageFacts().digest);
    }
  });

  it("that is named are used without a word", async (t) => {
    for (const words of [[`--image=${OF}`], ["--deployment-file=deployment.yml"], []]) {
      const { exitCode, stderr } = await dryRun(t, words);
      assert.equal(exitCode, 0, stderr);
      assert.ok(!stderr.includes("image-facts"), stderr);
    }
  });
});
