import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import {
  pullRequest,
  push,
  release,
  tag,
  type WorkflowEvent,
  workflowRun,
} from "../../support/github/runner/events.ts";
import { type ResultsService, startResultsService } from "../../support/github/services/results-service.ts";
import type { Cleanup } from "../../support/machine/workspace.ts";
import type { Files } from "../../support/packages/zip.ts";
import { createScenario, onLinux, type Scenario, step } from "../../support/scenario/scenario.ts";

async function stage(t: Cleanup): Promise<{ scenario: Scenario; service: ResultsService }> {
  const service = await startResultsService();
  t.after(() => service.close());
  return { scenario: await createScenario(t), service };
}

describe("the cache of GitHub", { ...onLinux, concurrency: 2 }, () => {
  it("gives another job the mount without an installer and without a request to the index", async (t) => {
    const { scenario, service } = await stage(t);
    const first = await step(t, scenario, { service, with: { upload: "false" } });
    assert.equal(first.exitCode, 0, first.log);
    assert.equal(first.outputs["cache-outcome"], "miss");
    const [asked, other] = [scenario.index.requests.length, await createScenario(t)];
    const second = await step(t, { ...other, env: scenario.env }, { service, runId: 1002, with: { upload: "false" } });
    assert.equal(second.exitCode, 0, second.log);
    assert.deepEqual([second.outputs["cache-outcome"], second.outputs["cache-hit"]], ["hit", "true"]);
    assert.equal(second.outputs["mount-digest"], first.outputs["mount-digest"]);
    assert.doesNotMatch(second.log, /Installing with|pip install|uv install/);
    assert.equal(scenario.index.requests.length, asked);
  });

  describe("that has another entry", () => {
    /** A step on a new machine, as hosted runners are. */
    const later = async (t: Cleanup, first: Scenario, service: ResultsService, files: Files, inputs = {}) => {
      const { workspace, home } = await createScenario(t, { files });
      const scenario = { ...first, workspace, home };
      return await step(t, scenario, { service, runId: 1002, with: { upload: "false", ...inputs } });
    };
    const isGet = ({ operation }: { operation: string }) => operation === "GetBlob";

    it("says after a miss what is different from it, and reads nothing but its key", async (t) => {
      const { scenario, service } = await stage(t);
      await step(t, scenario, { service, with: { upload: "false" } });
      service.calls.length = 0;
      const changed = { "requirements.txt": "greet==1.0\n-r more.txt\n", "more.txt": "politeness==1.0\n" };
      const image = "minimal-ubuntu20.04-py38-cpu-inference";
      const { outputs, log, summary } = await later(t, scenario, service, changed, { image, slim: "on" });
      assert.equal(outputs["cache-outcome"], "miss", log);
      const says =
        "The most similar entry differs in the image, what `slim` leaves out, file requirements.txt, and file more.txt.";
      assert.ok(log.includes(`\nCache: ${says}\n`), log);
      assert.ok(summary.includes(`- Cache **miss**: the cache has no entry for this key. ${says}\n`), summary);
      assert.doesNotMatch(log, /^(Cache hit for|Lookup only)/m);
      assert.deepEqual(service.calls.filter(isGet), []);
      assert.equal(service.caches.length, 2);
    });

    it("compares with the entry for the same image, not with the newest", async (t) => {
      const { scenario, service } = await stage(t);
      await step(t, scenario, { service, with: { upload: "false" } });
      const image = "minimal-ubuntu20.04-py38-cpu-inference";
      await later(t, scenario, service, { "requirements.txt": "politeness==1.0\n" }, { image });
      const { log } = await later(t, scenario, service, { "requirements.txt": "greet==1.0\npoliteness==1.0\n" });
      assert.match(log, /^Cache: The most similar entry differs in file requirements\.txt\.$/m);
    });

    it("says nothing of an entry whose key has another form", async (t) => {
      const { scenario, service } = await stage(t);
      await step(t, scenario, { service, with: { upload: "false" } });
      for (const entry of service.caches) entry.key = "azureml-extra-packages-py3.8-forged";
      const { exitCode, log } = await later(t, scenario, service, { "requirements.txt": "greet\n" });
      assert.equal(exitCode, 0, log);
      assert.doesNotMatch(log, /forged|similar/);
    });
  });

  it("is read, and never written, for a pull request from a fork", async (t) => {
    const { scenario, service } = await stage(t);
    const fork = { service, event: pullRequest({ fork: true }), with: { upload: "false" } };
    const miss = await step(t, scenario, fork);
    assert.equal(miss.outputs["cache-outcome"], "miss", miss.log);
    assert.equal(service.caches.length, 0);
    await step(t, scenario, { ...fork, event: push() });
    assert.equal((await step(t, scenario, fork)).outputs["cache-outcome"], "hit");
  });

  const modes: [string, WorkflowEvent, Record<string, string>, string][] = [
    ["a push", push(), {}, "read-write"],
    ["a pull request of the repository's own", pullRequest(), {}, "read-write"],
    ["a pull request from a fork", pullRequest({ fork: true }), {}, "read"],
    ["pull_request_target", pullRequest({ fork: true, event: "pull_request_target" }), {}, "off"],
    ["a tag", tag(), {}, "off"],
    ["a release", release(), {}, "off"],
    ["workflow_run", workflowRun(), {}, "off"],
    ["a self-hosted runner", push(), { RUNNER_ENVIRONMENT: "self-hosted" }, "off"],
  ];
  for (const [name, event, env, mode] of modes) {
    it(`is ${mode} for ${name}`, async (t) => {
      const { scenario, service } = await stage(t);
      const { log } = await step(t, scenario, { service, event, env, with: { "dry-run": "true" } });
      assert.match(log, new RegExp(`^cache: ${mode}$`, "m"));
    });
  }

  it("does not use a damaged entry, and saves under the next generation of the key", async (t) => {
    const { scenario, service } = await stage(t);
    const again = () => step(t, scenario, { service, with: { upload: "false" } });
    const first = await again();
    writeFileSync(service.caches[0]?.blob.file ?? "", "no archive at all");
    const rebuilt = await again();
    assert.equal(rebuilt.exitCode, 0, rebuilt.log);
    assert.equal(rebuilt.outputs["mount-digest"], first.outputs["mount-digest"]);
    const third = await again();
    assert.equal(third.outputs["cache-outcome"], "hit", `${rebuilt.log}\n-----\n${third.log}`);
  });

  it("that is down costs a warning, never the job", async (t) => {
    const { scenario, service } = await stage(t);
    service.fail("GetCacheEntryDownloadURL", { status: 403 });
    service.fail("CreateCacheEntry", { status: 403 });
    const { exitCode, outputs, annotations, log } = await step(t, scenario, { service, with: { upload: "false" } });
    assert.equal(exitCode, 0, log);
    assert.equal(outputs["cache-outcome"], "miss");
    assert.deepEqual(
      annotations.filter(({ level }) => level === "error"),
      [],
    );
    const warnings = annotations.filter(({ level }) => level === "warning").map(({ message }) => message);
    assert.equal(warnings.length, 1, warnings.join("\n"));
    assert.match(warnings[0] ?? "", /^The cache is not used in this run, because .*403/);
  });
});
