// Faults of GitHub's artifact service during a download, one row each: what the step says once, and what it does not do
// any more. Budget of all files of this directory: 10 minutes on two cores.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { countRows, many, messages, rowsOf, stage, temporaryIn, timed } from "../support/faults/service-faults.ts";
import type { RestOperation } from "../support/github/services/rest-api.ts";
import type { Operation, ResultsService } from "../support/github/services/results-service.ts";
import type { Cleanup } from "../support/machine/workspace.ts";
import { type Scenario, step } from "../support/scenario/scenario.ts";

const cleanups: (() => void | Promise<void>)[] = [];
const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
/** Has the artifact of one build. */
let uploaded: ResultsService;
before(async () => {
  const { scenario, service } = await stage(whole);
  const built = await step(whole, scenario, { service, with: { cache: "off" } });
  assert.equal(built.exitCode, 0, built.log);
  uploaded = service;
});
after(async () => {
  for (const clean of cleanups.reverse()) await clean();
});

/** A service with that artifact, and a repository that restores it. */
async function downloading(t: Cleanup): Promise<{ scenario: Scenario; service: ResultsService }> {
  const { scenario, service } = await stage(t);
  service.adopt(uploaded);
  return { scenario, service };
}

describe("an artifact that cannot be downloaded", many, () => {
  const reading: Operation[] = ["ListArtifacts", "GetSignedArtifactURL", "GetBlob"];
  for (const [name, { operation, fault, says }] of rowsOf(reading)) {
    it(name, async (t) => {
      const { scenario, service } = await downloading(t);
      service.fail(operation, fault);
      const ended = await timed(() => step(t, scenario, { service, with: { mode: "restore" } }));
      assert.equal(ended.exitCode, 4, ended.log);
      const errors = messages(ended, "error");
      assert.equal(errors.length, 1, errors.join("\n"));
      assert.match(errors[0] ?? "", /^The artifacts of this run cannot be read: /);
      assert.match(errors[0] ?? "", says);
      assert.equal(existsSync(join(scenario.workspace, "myenv")), false);
      assert.deepEqual(temporaryIn(scenario), []);
    });
  }

  it("as its bytes are not those that were uploaded", async (t) => {
    const { scenario, service } = await downloading(t);
    const file = service.artifacts[0]?.blob.file ?? assert.fail();
    writeFileSync(file, readFileSync(file).fill(7, 100, 120));
    const ended = await timed(() => step(t, scenario, { service, with: { mode: "restore" } }));
    assert.equal(ended.exitCode, 1, ended.log);
    assert.match(messages(ended, "error").join("\n"), /differs from what was uploaded/);
    assert.equal(existsSync(join(scenario.workspace, "myenv")), false);
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
      const { scenario, service } = await downloading(t);
      service.fail(operation, { how });
      const inputs = { ...another, "github-token": service.githubToken };
      const env = { SEGMENT_DOWNLOAD_TIMEOUT_MINS: String(SECONDS / 60) };
      const started = performance.now();
      const ended = await timed(() => step(t, scenario, { service, runId: 2002, with: inputs, env }));
      const seconds = (performance.now() - started) / 1_000;
      assert.ok(seconds < 3 * SECONDS, `${seconds} seconds`);
      assert.equal(ended.exitCode, 4, ended.log);
      const errors = messages(ended, "error");
      assert.equal(errors.length, 1, errors.join("\n"));
      assert.match(errors[0] ?? "", /^The artifacts of run 1001 of \S+ cannot be read: no answer within 6 seconds/);
      assert.equal(ended.outputs.verified, "no");
      assert.equal(ended.outputs["artifact-id"], "");
      assert.equal(existsSync(join(scenario.workspace, "myenv")), false);
      assert.deepEqual(temporaryIn(scenario), []);
      const left = readdirSync(ended.temp).filter((name) => name !== "_github_workflow");
      assert.deepEqual(left, []);
    });
  }
});

after(countRows);
