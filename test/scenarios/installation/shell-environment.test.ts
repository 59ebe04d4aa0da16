import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { compareTrees, createWorkspace, readTree } from "../../support/machine/workspace.ts";
import { build, createScenario, onLinux, run, step } from "../../support/scenario/scenario.ts";

describe("what the user's shell sets", { ...onLinux, concurrency: 2 }, () => {
  it("does not change the mount, and is reported if it would have", async (t) => {
    const scenario = await createScenario(t);
    const { "mount-digest": digest } = await build(t, scenario);
    const before = readTree(join(scenario.workspace, "myenv"));
    const elsewhere = createWorkspace(t, {
      "politeness.py": "raise SystemExit('wrong politeness')\n",
      "politeness-2.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: politeness\nVersion: 2.0\n",
      "sitecustomize.py": "raise SystemExit('sitecustomize ran')\n",
      "pip.conf": "[install]\ntarget = /nowhere\n",
    });
    const env = {
      PYTHONPATH: elsewhere,
      PIP_TARGET: join(elsewhere, "target"),
      PIP_USER: "1",
      PIP_PREFIX: join(elsewhere, "prefix"),
      PIP_REQUIREMENT: join(elsewhere, "none.txt"),
      PIP_CONSTRAINT: join(elsewhere, "none.txt"),
      PIP_CONFIG_FILE: join(elsewhere, "pip.conf"),
      VIRTUAL_ENV: elsewhere,
      CONDA_PREFIX: elsewhere,
      PYTHONOPTIMIZE: "2",
      PYTHONHASHSEED: "7",
      PYTHONUSERBASE: elsewhere,
      UV_TARGET: elsewhere,
    };
    const { exitCode, stderr, json } = await run(t, scenario, ["build", "--cache", "off"], { env });
    assert.equal(exitCode, 0, stderr);
    assert.equal(json["mount-digest"], digest);
    assert.deepEqual(compareTrees(before, readTree(join(scenario.workspace, "myenv"))), {
      added: [],
      removed: [],
      changed: [],
    });
    for (const name of ["PYTHONPATH", "PIP_TARGET", "PIP_USER", "VIRTUAL_ENV", "PIP_CONSTRAINT", "CONDA_PREFIX"]) {
      assert.match(
        stderr,
        new RegExp(`^notice: H2: ${name} is set on this machine, but was kept out of the build\\.$`, "m"),
      );
    }
  });

  it("locale and time zone leave no trace", async (t) => {
    const scenario = await createScenario(t);
    const { "mount-digest": digest } = await build(t, scenario);
    const env = { LC_ALL: "C", LANG: "tr_TR.UTF-8", TZ: "Asia/Kathmandu", SOURCE_DATE_EPOCH: "1700000000" };
    const { json } = await run(t, scenario, ["build", "--cache", "off"], { env });
    assert.equal(json["mount-digest"], digest);
  });

  it("a code directory with spaces and other signs is as good as any", async (t) => {
    const odd = "my model, v2 (é)";
    const scenario = await createScenario(t, {
      files: { [`${odd}/score.py`]: "", [`${odd}/requirements.txt`]: "greet==1.0\n" },
    });
    const plain = await build(t, scenario);
    const outputs = await build(t, scenario, "--code-directory", odd);
    assert.equal(outputs["mount-digest"], plain["mount-digest"]);
    assert.equal(outputs["mount-directory"], join(scenario.workspace, odd, "myenv/lib/python3.8/site-packages"));
    assert.equal((await run(t, scenario, ["verify", "--code-directory", odd])).exitCode, 0);
  });
});

describe("a runner's file that is not there", onLinux, () => {
  it("is said in words, for a later step would deploy with empty outputs", async (t) => {
    const scenario = await createScenario(t);
    const env = { GITHUB_OUTPUT: join(scenario.workspace, "nowhere", "output") };
    const { exitCode, log, annotations } = await step(t, scenario, { env, with: { "dry-run": "true" } });
    assert.equal(exitCode, 4, log);
    assert.match(
      annotations.find(({ level }) => level === "error")?.message ?? "",
      /^The outputs cannot be written: .*nowhere/,
    );
    assert.doesNotMatch(log, /^\s+at /m);
  });
});
