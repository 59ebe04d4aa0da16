// Faults of GitHub's artifact service during an upload, one row each: what the step says once, and what it does not do any
// more. Budget of all files of this directory: 10 minutes on two cores.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, describe, it } from "node:test";
import { countRows, many, messages, rowsOf, stage, temporaryIn, timed } from "../support/faults/service-faults.ts";
import type { Operation } from "../support/github/services/results-service.ts";
import { createScenario, step } from "../support/scenario/scenario.ts";

describe("an artifact that cannot be uploaded", many, () => {
  const writing: Operation[] = ["CreateArtifact", "PutBlock", "FinalizeArtifact"];
  for (const [name, { operation, fault, says }] of rowsOf(writing)) {
    it(name, async (t) => {
      const { scenario, service } = await stage(t);
      service.fail(operation, fault);
      const ended = await timed(() => step(t, scenario, { service, with: { cache: "off" } }));
      assert.equal(ended.exitCode, 4, ended.log);
      const errors = messages(ended, "error");
      assert.equal(errors.length, 1, errors.join("\n"));
      assert.match(errors[0] ?? "", /^Artifact \S+ could not be uploaded: /);
      assert.match(errors[0] ?? "", says);
      assert.equal(ended.outputs["artifact-id"], "");
      assert.ok(existsSync(ended.outputs["archive-file"] ?? ""), ended.log);
      assert.deepEqual(temporaryIn(scenario), []);
    });
  }

  it("whose service is absent", async (t) => {
    const ended = await timed(async () => await step(t, await createScenario(t), { with: { cache: "off" } }));
    assert.equal(ended.exitCode, 0, ended.log);
    assert.equal(ended.outputs["artifact-id"], "");
  });
});

after(countRows);
