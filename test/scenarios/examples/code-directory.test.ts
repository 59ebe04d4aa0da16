// The examples of docs/checks.md whose fix is in the code directory, the deployment file or the inputs of a later step: the
// mount is built once, and verified with the lines before and after.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Finding } from "../../../src/findings/check.ts";
import type { Cleanup } from "../../support/machine/workspace.ts";
import { writeFiles } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { promotionPackages } from "../../support/packages/promotion-packages.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { pickled } from "../../support/python/models.ts";
import {
  assertFixed,
  deploymentWith,
  findingsOf,
  flagsOf,
  SIDES,
  type Side,
  textOf,
} from "../../support/scenario/examples.ts";
import { build, createScenario, onLinux, type Scenario } from "../../support/scenario/scenario.ts";

const IMAGE = "minimal-ubuntu20.04-py38-cpu-inference";
const DEPLOYMENT = {
  name: "blue",
  endpoint_name: "iris",
  code_configuration: { code: ".", scoring_script: "score.py" },
  environment: { image: `mcr.microsoft.com/azureml/${IMAGE}:latest` },
  instance_type: "Standard_DS3_v2",
  instance_count: 1,
  environment_variables: {
    AZUREML_EXTRA_PYTHON_LIB_PATH: "myenv/lib/python3.8/site-packages",
    PYTHONPATH: "myenv/lib/python3.8/site-packages",
  },
};
const SCORE = "def init(): ...\ndef run(data): ...\n";

const transformers = makeWheel({ name: "transformers", version: "4.40.0", files: { "transformers/__init__.py": "" } });

/** A built mount, to be verified without running anything of it. */
async function built(t: Cleanup): Promise<Scenario> {
  const scenario = await createScenario(t, {
    packages: [...fixturePackages(), transformers],
    requirements: "greet==1.0\ntransformers==4.40.0\n",
    files: { "conda.yml": "dependencies: []\n", ".env": "SECRET=1\n", "../training/score.py": SCORE },
  });
  await build(t, scenario, "--image", IMAGE);
  return scenario;
}

type Verified = Record<Side, readonly Finding[]>;

/** @param change what differs between the sides: files that it writes, and flags that it returns */
async function verified(t: Cleanup, scenario: Scenario, change: (side: Side) => string[]): Promise<Verified> {
  const found: Partial<Verified> = {};
  for (const side of SIDES)
    found[side] = await findingsOf(t, scenario, ["verify", "--evidence", "files", ...change(side)]);
  return found as Verified;
}

describe("examples in the code directory", onLinux, () => {
  it("are found before and not after in the deployment file", async (t) => {
    const scenario = await built(t);
    for (const id of ["D1", "D2", "D3", "D4", "D5", "D6"]) {
      const found = await verified(t, scenario, (side) => {
        writeFiles(scenario.workspace, { "deployment.yml": deploymentWith(id, side, DEPLOYMENT) });
        return ["--deployment-file", "deployment.yml", "--code-directory", ".", "--image", id === "D6" ? "" : IMAGE];
      });
      assertFixed([id], found);
    }
  });

  it("are found before and not after in the files of the code directory", async (t) => {
    const scenario = await built(t);
    rmSync(join(scenario.workspace, ".amlignore"));
    for (const [id, file] of [
      ["H25", ".gitignore"],
      ["H12", ".amlignore"],
    ] as const) {
      const found = await verified(t, scenario, (side) => {
        writeFiles(scenario.workspace, { [file]: textOf(id, side) });
        return ["--image", IMAGE];
      });
      assertFixed([id], found);
    }
    const found = await verified(t, scenario, (side) => {
      writeFiles(scenario.workspace, {
        "score.py": `import os\nfrom transformers import AutoModel\n${textOf("S6", side)}${SCORE}`,
      });
      return ["--image", IMAGE];
    });
    assertFixed(["S6"], found);
  });

  it("S5 is found before and not after in the module of the saved class", async (t) => {
    const scenario = await built(t);
    writeFiles(scenario.workspace, { "scaler.py": "class Scaler: ...\n" });
    const found = await verified(t, scenario, (side) => {
      const module = side === "before" ? "__main__" : "scaler"; // where train.py has the class
      writeFiles(scenario.workspace, { "model/model.pkl": pickled(`dump(of("${module}.Scaler"))`) });
      return ["--image", IMAGE, "--model-directory", "model"];
    });
    assertFixed(["S5"], found);
  });

  it("T6 is found before and not after in the image", async (t) => {
    const scenario = await built(t);
    assertFixed(["T6"], await verified(t, scenario, (side) => flagsOf(["T6"], side)));
  });

  it("T9 is found before and not after the digest of the build is given", async (t) => {
    const scenario = await createScenario(t);
    const output = await build(t, scenario, "--image", IMAGE);
    const found: Partial<Verified> = {};
    for (const side of SIDES) {
      const flags = flagsOf(["T9"], side).filter((flag) => !flag.startsWith("--mode="));
      const given = flags.map((flag) => flag.replace(/\$\{\{.*\}\}/, output["mount-digest"] ?? ""));
      const args = ["restore", "--archive", output["archive-file"] ?? "", "--image", IMAGE, ...given];
      found[side] = await findingsOf(t, scenario, args);
    }
    assertFixed(["T9"], found as Verified);
  });

  it("B4 and B5 are found before and not after the mode is changed", async (t) => {
    const files = { "conda.yml": "dependencies: [python=3.8, {pip: [greet==1.0]}]\n" };
    const scenario = await createScenario(t, { packages: [...fixturePackages(), ...promotionPackages()], files });
    for (const id of ["B4", "B5"]) {
      const found: Partial<Verified> = {};
      for (const side of SIDES)
        found[side] = await findingsOf(t, scenario, ["build", "--image", IMAGE, ...flagsOf([id], side)]);
      assertFixed([id], found as Verified);
    }
  });
});
