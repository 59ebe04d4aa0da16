// Faults of GitHub's two services, one row each: what the step says once, and what it does not do any more.
// Budget of all files of this directory: 10 minutes on two cores.
import assert from "node:assert/strict";
import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { ActionResult } from "../support/github/runner/action-runner.ts";
import {
  type Fault,
  type Operation,
  type ResultsService,
  startResultsService,
} from "../support/github/services/results-service.ts";
import { listen } from "../support/machine/loopback.ts";
import { type Cleanup, readTree } from "../support/machine/workspace.ts";
import { createScenario, onLinux, type Scenario, step } from "../support/scenario/scenario.ts";

/** Seconds that a run waits for a service; a test allows threefold. */
const LIMIT_SECONDS = 60;
const HTML = "<html>Service unavailable</html>";

/** What the service does, and the words for it in the one sentence. */
const FAULTS: Readonly<Record<string, { fault: Fault; says: RegExp }>> = {
  reset: { fault: { how: "reset" }, says: /ECONNRESET|socket hang up/ },
  "401": { fault: { status: 401 }, says: /401/ },
  "403": { fault: { status: 403 }, says: /403/ },
  "429 with Retry-After": { fault: { status: 429, headers: { "retry-after": "120" } }, says: /429|[Rr]ate limit/ },
  "500 for ever": { fault: { status: 500 }, says: /500/ },
  "503 for ever": { fault: { status: 503 }, says: /503/ },
  "not JSON": { fault: { status: 200, body: HTML }, says: /JSON|not valid|the log lines above give the reason/ },
  silent: { fault: { how: "silent" }, says: /no answer within 60 seconds/ },
  drip: { fault: { how: "drip" }, says: /no answer within 60 seconds/ },
  cut: { fault: { how: "cut" }, says: /aborted|ECONNRESET|[Ii]ncomplete|too early|JSON|hang up/ },
};
/** Of a call that a full list was tried on, the others get one of each kind. */
const ONE_OF_EACH_KIND = ["reset", "403", "500 for ever", "silent"];
const OF: Partial<Record<Operation, readonly string[]>> = {
  GetBlob: Object.keys(FAULTS).filter((name) => name !== "not JSON"),
  // Without a body in the response, nothing drips and nothing is cut.
  PutBlob: ONE_OF_EACH_KIND,
  PutBlock: ONE_OF_EACH_KIND,
  FinalizeCacheEntryUpload: [...ONE_OF_EACH_KIND, "not JSON"],
  FinalizeArtifact: [...ONE_OF_EACH_KIND, "not JSON", "cut"],
  GetSignedArtifactURL: [...ONE_OF_EACH_KIND, "not JSON", "cut"],
};
/** An answer of a hundred bytes is complete before the limit, a byte a second. */
const ALL = Object.keys(FAULTS).filter((name) => name !== "drip");
let rows = 0;

interface Row {
  readonly operation: Operation;
  readonly fault: Fault;
  readonly says: RegExp;
}

function rowsOf(operations: readonly Operation[]): [string, Row][] {
  return operations.flatMap((operation) =>
    (OF[operation] ?? ALL).map((name): [string, Row] => {
      const { fault, says } = FAULTS[name] ?? assert.fail();
      return [`${operation}: ${name}`, { operation, fault, says }];
    }),
  );
}

async function stage(t: Cleanup): Promise<{ scenario: Scenario; service: ResultsService }> {
  const service = await startResultsService();
  t.after(() => service.close());
  return { scenario: await createScenario(t), service };
}

async function timed(work: () => Promise<ActionResult>): Promise<ActionResult> {
  const started = performance.now();
  const ended = await work();
  const seconds = (performance.now() - started) / 1_000;
  assert.ok(seconds < 3 * LIMIT_SECONDS, `${seconds} seconds`);
  assert.doesNotMatch(ended.log, /\n\s+at .*\.js:\d|This is a bug/);
  rows += 1;
  return ended;
}

const messages = ({ annotations }: ActionResult, kind: string) =>
  annotations.filter(({ level }) => level === kind).map(({ message }) => message);
const operations = ({ calls }: ResultsService, from = 0) => calls.slice(from).map(({ operation }) => operation);
const temporaryIn = ({ workspace }: Scenario) =>
  Object.keys(readTree(workspace)).filter((path) => /^\.myenv\./.test(path));

/** The step passes without the service, and says so once. */
function assertPassed(ended: ActionResult, says: RegExp, start: RegExp): void {
  assert.equal(ended.exitCode, 0, ended.log);
  const warnings = messages(ended, "warning");
  assert.equal(warnings.length, 1, warnings.join("\n"));
  assert.match(warnings[0] ?? "", start);
  assert.match(warnings[0] ?? "", says);
  assert.deepEqual(messages(ended, "error"), []);
  assert.equal(ended.outputs.verified, "simulated");
  assert.ok(existsSync(ended.outputs["mount-directory"] ?? ""));
}

const many = { ...onLinux, concurrency: 6 };

describe("a cache that cannot be read", many, () => {
  for (const [name, { operation, fault, says }] of rowsOf(["GetCacheEntryDownloadURL", "GetBlob"])) {
    it(name, async (t) => {
      const { scenario, service } = await stage(t);
      const run = () => step(t, scenario, { service, with: { upload: "false" } });
      if (operation === "GetBlob") await run();
      const [before, saved] = [service.calls.length, service.caches.length];
      service.fail(operation, fault);
      const ended = await timed(run);
      assertPassed(ended, says, /^The cache is not used in this run, because /);
      assert.deepEqual([ended.outputs["cache-outcome"], ended.outputs["cache-hit"]], ["miss", "false"]);
      // Not asked again, and not written to.
      assert.equal(service.caches.length, saved);
      const asked = new Set(operations(service, before));
      asked.delete("GetBlob");
      assert.deepEqual([...asked], ["GetCacheEntryDownloadURL"]);
      assert.match(ended.log, /^Cache miss: the cache could not be read/m);
    });
  }

  it("refuses the connection", async (t) => {
    const { scenario } = await stage(t);
    const closed = await listen(() => {});
    await closed.close();
    const service = await startResultsService();
    t.after(() => service.close());
    const env = { ACTIONS_RESULTS_URL: `${closed.origin}/` };
    const ended = await timed(() => step(t, scenario, { service, env, with: { upload: "false" } }));
    assertPassed(ended, /ECONNREFUSED/, /^The cache is not used in this run, because /);
  });

  it("fails twice, then answers", async (t) => {
    const { scenario, service } = await stage(t);
    await step(t, scenario, { service, with: { upload: "false" } });
    service.fail("GetCacheEntryDownloadURL", { status: 502, times: 2 });
    const ended = await timed(() => step(t, scenario, { service, with: { upload: "false" } }));
    assert.equal(ended.outputs["cache-outcome"], "hit", ended.log);
    assert.deepEqual(messages(ended, "warning"), []);
  });

  const spoiled: Record<string, (file: string) => void> = {
    truncated: (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2)),
    "with other bytes": (file) => writeFileSync(file, readFileSync(file).fill(7, 100, 120)),
    empty: (file) => truncateSync(file, 0),
  };
  for (const [name, spoil] of Object.entries(spoiled)) {
    it(`has an entry that is ${name}: it is built again, and saved under another key`, async (t) => {
      const { scenario, service } = await stage(t);
      const first = await step(t, scenario, { service, with: { upload: "false" } });
      spoil(service.caches[0]?.blob.file ?? assert.fail());
      const ended = await timed(() => step(t, scenario, { service, with: { upload: "false" } }));
      assertPassed(ended, /./, /^The cache entry is damaged and is not used/);
      assert.deepEqual(
        [ended.outputs["cache-outcome"], ended.outputs["mount-digest"], service.caches.length],
        ["rebuilt", first.outputs["mount-digest"], 2],
      );
    });
  }
});

describe("a cache that cannot be written", many, () => {
  const writing: Operation[] = ["CreateCacheEntry", "PutBlob", "FinalizeCacheEntryUpload"];
  for (const [name, { operation, fault, says }] of rowsOf(writing)) {
    it(name, async (t) => {
      const { scenario, service } = await stage(t);
      service.fail(operation, fault);
      const ended = await timed(() => step(t, scenario, { service, with: { upload: "false" } }));
      assertPassed(ended, says, /^The cache entry was not saved: /);
      assert.equal(ended.outputs["cache-outcome"], "miss");
      assert.equal(service.caches.filter(({ complete }) => complete).length, 0);
    });
  }
});

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

after(() => console.log(`\nFaults of GitHub's services: ${rows} rows.`));
