// Evidence that is not from the image: an image outside the catalogue still tells what it is.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { askEngine, findEngine } from "../support/container/engines.ts";
import { standIn } from "../support/container/images.ts";
import { asCatalogued, buildFor } from "../support/engine/image-scenario.ts";
import { createScenario, readJson } from "../support/scenario/scenario.ts";

const requirements = "greet==1.0\npoliteness==2.0\n";

for (const name of ["docker", "podman"] as const) {
  const engine = await findEngine(name);
  const { image, skip } = await standIn(engine, "python38");

  describe(`an image that only ${name} knows`, { skip }, () => {
    for (const evidence of ["simulated", "files"])
      it(`is asked for its facts with evidence: ${evidence}, and runs none of the packages`, async (t) => {
        const scenario = await createScenario(t, { requirements });
        const ended = await buildFor(t, scenario, engine, image, [`--evidence=${evidence}`]);
        assert.equal(ended.exitCode, 0, ended.stderr);
        assert.equal(ended.json.verified, evidence);
        assert.equal(ended.json["python-version"]?.replace(/\.\d+$/, ""), "3.8");
        assert.doesNotMatch(ended.stderr, /run in a container|^warning: /m);
        const { target } = readJson(ended.json["report-file"] ?? "");
        assert.equal(target.image, image);
        // Podman has a digest for an image that was loaded, Docker has its id only.
        const known = await askEngine(engine, ["image", "inspect", "--format", "{{.Id}} {{.RepoDigests}}", image]);
        const { imageDigest } = readJson(ended.json["manifest-file"] ?? "").target;
        assert.ok(imageDigest && known.includes(imageDigest), `${imageDigest} in ${known}`);
      });
  });
}

const docker = await findEngine("docker");

describe("an image of the catalogue that an engine has", { skip: docker.skip }, () => {
  it("is not asked with evidence: simulated, and the manifest has no digest", async (t) => {
    const { image, skip } = await standIn(docker, "python38");
    if (skip !== false) return t.skip(skip);
    const scenario = await createScenario(t, { requirements });
    const name = await asCatalogued(t, docker, image);
    const { exitCode, stderr, json } = await buildFor(t, scenario, docker, name, ["--evidence=simulated"]);
    assert.equal(exitCode, 0, stderr);
    const { target } = readJson(json["manifest-file"] ?? "");
    assert.deepEqual([target.image, target.imageDigest], ["minimal-ubuntu20.04-py38-cpu-inference", undefined]);
  });
});

describe("an image that cannot be started", { skip: docker.skip }, () => {
  it("is refused without the advice to pull it", async (t) => {
    const { image, skip } = await standIn(docker, "without-python");
    if (skip !== false) return t.skip(skip);
    const scenario = await createScenario(t, { requirements });
    const { exitCode, stderr } = await buildFor(t, scenario, docker, image);
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /^error: --image: "\S+" is not in the catalogue, and cannot be asked for its facts\. The image \S+ has no/,
    );
    assert.doesNotMatch(stderr, /pull it/);
  });
});

describe("an image that is nowhere", { skip: docker.skip }, () => {
  it("is refused with evidence: simulated, with what to do", async (t) => {
    const scenario = await createScenario(t, { requirements });
    const { exitCode, stderr } = await buildFor(t, scenario, docker, "localhost/missing:1", ["--evidence=simulated"]);
    assert.equal(exitCode, 2);
    const reason = "Docker does not have the image localhost/missing:1.";
    assert.ok(stderr.startsWith(`error: --image: "localhost/missing:1" is not in the catalogue. ${reason}\n`), stderr);
    assert.match(stderr, /pull it where a container engine runs, or give its facts with --image-facts\./);
  });
});
