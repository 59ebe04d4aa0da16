import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isoWeek } from "../../../src/plan/cache-key.ts";
import { readTree } from "../../support/machine/workspace.ts";
import { asText, createScenario, onLinux, run, steady, step } from "../../support/scenario/scenario.ts";

describe("the dry run", { ...onLinux, concurrency: 2 }, () => {
  it("prints the plan with each ingredient of the cache key, and makes nothing", async (t) => {
    const scenario = await createScenario(t, {
      requirements: "-r more/base.txt\n",
      files: { "more/base.txt": "greet[loud]==1.0\n-c pins.txt\n", "more/pins.txt": "politeness==1.0\n" },
    });
    const before = readTree(scenario.workspace);
    const { exitCode, json, stderr } = await run(t, scenario, ["build", "--dry-run", "--packages", "tool==1.0"]);
    assert.equal(exitCode, 0, stderr);
    t.assert.snapshot(steady(stderr, scenario), asText);
    assert.deepEqual(readTree(scenario.workspace), before);
    assert.equal(scenario.index.requests.length, 0);
    assert.equal(json.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
  });

  it("shows it in the summary of a workflow", async (t) => {
    const scenario = await createScenario(t);
    const { exitCode, summary, outputs } = await step(t, scenario, { with: { "dry-run": "true", image: "" } });
    assert.equal(exitCode, 0);
    assert.match(summary, /^## Plan\n\n```\nmount: /);
    assert.equal(outputs.verified, "no");
  });

  it("counts the week where something is unpinned: the index may have something newer", async (t) => {
    const scenario = await createScenario(t, { requirements: "greet\n" });
    const { stderr } = await run(t, scenario, ["build", "--dry-run"]);
    assert.match(stderr, new RegExp(`^  ISO week, because a requirement is not pinned: ${isoWeek(new Date())}$`, "m"));
  });

  it("knows an image by its name, and what it asks of packages", async (t) => {
    const scenario = await createScenario(t);
    const image = "mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest";
    const { stderr } = await run(t, scenario, ["build", "--dry-run", "--image", image]);
    assert.match(stderr, /^target: Python 3\.8, glibc 2\.31, x86_64, \S+$/m);
  });
});

describe("the ISO week", () => {
  for (const [day, week] of Object.entries({
    "2026-01-01": "2026-W01",
    "2027-01-01": "2026-W53",
    "2024-12-30": "2025-W01",
    "2026-11-22": "2026-W47",
  })) {
    it(`of ${day} is ${week}`, () => assert.equal(isoWeek(new Date(`${day}T12:00:00Z`)), week));
  }
});
