// What the tool says about an image that cannot be used, or hardly: one sentence, an exit code, and no better verdict.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findEngine } from "../support/container/engines.ts";
import { type StandInName, standIn } from "../support/container/images.ts";
import { absentImage, asCatalogued, buildFor, changedImage } from "../support/engine/image-scenario.ts";
import { createScenario } from "../support/scenario/scenario.ts";

const docker = await findEngine("docker");
const { skip } = await standIn(docker, "python38");

const files = {
  "request.json": "{}",
  "score.py": "import greet\n\ndef init():\n    pass\n\ndef run(data):\n    return [1]\n",
};
const requirements = "greet==1.0\npoliteness==2.0\n";
const SMOKE_TEST = "--smoke-test=request.json";
const NOT_IN_IMAGE = "The packages are verified on this machine, not in the image: ";
const REFUSED = "--evidence: the packages cannot be verified in the image: ";

const UNUSABLE: [StandInName, reason: RegExp][] = [
  ["arm64", /the image \S+ is for linux arm64, and this machine is linux amd64\./],
  ["without-python", /the image \S+ has no Python on its PATH, and does not set AZUREML_CONDA_ENVIRONMENT_PATH, which/],
  ["python-elsewhere", /the image \S+ has no Python on its PATH, and does not set AZUREML_CONDA_ENVIRONMENT_PATH/],
];

describe("an image that cannot be used", { skip }, () => {
  for (const [name, reason] of UNUSABLE)
    it(`${name}: a warning, or exit code 2`, async (t) => {
      const { image } = await standIn(docker, name);
      const catalogued = await asCatalogued(t, docker, image);
      const scenario = await createScenario(t, { files, requirements });
      const simulated = await buildFor(t, scenario, docker, catalogued);
      assert.equal(simulated.exitCode, 0, simulated.stderr);
      assert.equal(simulated.json.verified, "simulated");
      const warnings = simulated.stderr.split("\n").filter((line) => line.includes(NOT_IN_IMAGE));
      assert.equal(warnings.length, 1, simulated.stderr);
      assert.match(warnings[0] ?? "", new RegExp(`^warning: ${NOT_IN_IMAGE}${reason.source}`));

      const refused = await buildFor(t, scenario, docker, catalogued, ["--evidence=image"]);
      assert.equal(refused.exitCode, 2, refused.stderr);
      assert.match(refused.stderr, new RegExp(REFUSED + reason.source));
      assert.equal(refused.json.verified, "no");
    });

  it("an image that the engine does not have is no failure", async (t) => {
    const scenario = await createScenario(t, { files, requirements });
    const image = absentImage();
    const simulated = await buildFor(t, scenario, docker, image);
    assert.equal(simulated.json.verified, "simulated", simulated.stderr);
    const line = `${NOT_IN_IMAGE}Docker does not have the image ${image}. To use the image itself, run "docker pull ${image}"`;
    assert.ok(simulated.stderr.includes(line), simulated.stderr);
    assert.ok(!simulated.stderr.includes(`warning: ${NOT_IN_IMAGE}`));
    const refused = await buildFor(t, scenario, docker, image, ["--evidence=image"]);
    assert.equal(refused.exitCode, 2, refused.stderr);
    assert.ok(refused.stderr.includes(`${REFUSED}Docker does not have the image ${image}.`), refused.stderr);
  });
});

describe("an unusual image", { skip }, () => {
  for (const name of ["root-user", "without-shell"] as const)
    it(`${name}: imports and smoke test run in it`, async (t) => {
      const standard = await standIn(docker, name);
      // Its server reads the scoring script of its working directory, whatever AML_APP_ROOT says.
      const image = await changedImage(t, docker, standard.image, "WORKDIR /var/azureml-app/scoring");
      const scenario = await createScenario(t, { files, requirements });
      const { exitCode, json, stderr } = await buildFor(t, scenario, docker, image, ["--evidence=image", SMOKE_TEST]);
      assert.equal(exitCode, 0, stderr);
      assert.equal(json.verified, "image");
      assert.match(stderr, /Smoke test, azureml-inference-server-http 1\.3\.4: ready after .*: \[1\]/);
    });

  it("python-elsewhere: its environment's variable says where Python is", async (t) => {
    const { image } = await standIn(docker, "python-elsewhere");
    const named = await changedImage(t, docker, image, "ENV AZUREML_CONDA_ENVIRONMENT_PATH=/opt/py");
    const scenario = await createScenario(t, { files, requirements });
    const { exitCode, json, stderr } = await buildFor(t, scenario, docker, named, ["--evidence=image", SMOKE_TEST]);
    assert.equal(exitCode, 0, stderr);
    assert.equal(json.verified, "image");
  });

  it("ends-at-once: the imports run in it, and the smoke test fails", async (t) => {
    const { image } = await standIn(docker, "ends-at-once");
    const scenario = await createScenario(t, { files, requirements });
    const imported = await buildFor(t, scenario, docker, image, ["--evidence=image"]);
    assert.equal(imported.json.verified, "image", imported.stderr);
    const { exitCode, stderr } = await buildFor(t, scenario, docker, image, ["--evidence=auto", SMOKE_TEST]);
    assert.equal(exitCode, 1, stderr);
    assert.match(stderr, /the container ended with exit code 3 before the server was ready/);
    assert.match(stderr, /^ *the entry point ends$/m);
  });
});
