// Faults of GitHub's artifact service during a download, one row each: what the step says once, and what it does not do
// any more. Budget of all files of this directory: 10 minutes on two cores.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { countRows, many, messages, rowsOf, stage, temporaryIn, timed } from "../support/faults/service-faults.ts";
import type { RestOperation } from "../support/github/services/rest-api.ts";
import type { Operation } from "../support/github/services/results-service.ts";
import { createScenario, step } from "../support/scenario/scenario.ts";

describe("an artifact that cannot be downloaded", many, () => {
  const reading: Operation[] = ["ListArtifacts", "GetSignedArtifactURL", "GetBlob"];
  for (const [name, { operation, fault, says }] of rowsOf(reading)) {
    it(name, async (t) => {
      const { scenario, service } = await stage(t);
      const built = await step(t, scenario, { service, with: { cache: "off" } });
      assert.equal(built.exitCode, 0, built.log);
      service.fail(operation, fault);
      const other = await createScenario(t);
      const ended = await timed(() => step(t, other, { service, with: { mode: "restore" } }));
      assert.equal(ended.exitCode, 4, ended.log);
      const errors = messages(ended, "error");
      assert.equal(errors.length, 1, errors.join("\n"));
      assert.match(errors[0] ?? "", /^The artifacts of this run cannot be read: /);
      assert.match(errors[0] ?? "", says);
      assert.equal(existsSync(join(other.workspace, "myenv")), false);
      assert.deepEqual(temporaryIn(other), []);
    });
  }

  it("as its bytes are not those that were uploaded", async (t) => {
    const { scenario, service } = await stage(t);
    await step(t, scenario, { service, with: { cache: "off" } });
    const file = service.artifacts[0]?.blob.file ?? assert.fail();
    writeFileSync(file, readFileSync(file).fill(7, 100, 120));
    const other = await createScenario(t);
    const ended = await timed(() => step(t, other, { service, with: { mode: "restore" } }));
    assert.equal(ended.exitCode, 1, ended.log);
    assert.match(messages(ended, "error").join("\n"), /differs from what was uploaded/);
    assert.equal(existsSync(join(other.workspace, "myenv")), false);
  });
});

describe("an artifact of another run, which is asked for with a token", many, () => {
  const SECONDS = 6;
  const another = { mode: "restore", "run-id": "1001" };
  const faults: [RestOperation, "silent" | "drip"][] = [
    ["ListRunArtifacts", "silent"],
    ["ListRunArtifacts", "drip"],
    ["DownloadRunArtifact", "silent"],
  ];
  for (const [operation, how] of faults) {
    it(`${operation}: ${how}, and the process ends with the step`, async (t) => {
      const { scenario, service } = await stage(t);
      const built = await step(t, scenario, { service, with: { cache: "off" } });
      assert.equal(built.exitCode, 0, built.log);
      service.fail(operation, { how });
      const other = await createScenario(t);
      const inputs = { ...another, "github-token": service.githubToken };
      const env = { SEGMENT_DOWNLOAD_TIMEOUT_MINS: String(SECONDS / 60) };
      const started = performance.now();
      const ended = await timed(() => step(t, other, { service, runId: 2002, with: inputs, env }));
      const seconds = (performance.now() - started) / 1_000;
      assert.ok(seconds < 3 * SECONDS, `${seconds} seconds`);
      assert.equal(ended.exitCode, 4, ended.log);
      const errors = messages(ended, "error");
      assert.equal(errors.length, 1, errors.join("\n"));
      assert.match(errors[0] ?? "", /^The artifacts of run 1001 of \S+ cannot be read: no answer within 6 seconds/);
      assert.equal(ended.outputs.verified, "no");
      assert.equal(ended.outputs["artifact-id"], "");
      assert.equal(existsSync(join(other.workspace, "myenv")), false);
      assert.deepEqual(temporaryIn(other), []);
      const left = readdirSync(ended.temp).filter((name) => name !== "_github_workflow");
      assert.deepEqual(left, []);
    });
  }
});

after(countRows);
