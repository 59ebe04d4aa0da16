// Faults of GitHub's cache service, one row each: what the step says once, and what it does not do any more.
// Budget of all files of this directory: 10 minutes on two cores.
import assert from "node:assert/strict";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { after, describe, it } from "node:test";
import {
  assertPassed,
  countRows,
  many,
  messages,
  operations,
  rowsOf,
  stage,
  timed,
} from "../support/faults/service-faults.ts";
import { type Operation, startResultsService } from "../support/github/services/results-service.ts";
import { listen } from "../support/machine/loopback.ts";
import { step } from "../support/scenario/scenario.ts";

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

after(countRows);
