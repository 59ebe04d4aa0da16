import assert from "node:assert/strict";
import { join } from "node:path";
import { it } from "node:test";
import { githubCache } from "../../src/host/github/cache.ts";
import { startResultsService } from "../support/github/services/results-service.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";

const silent = { debug() {}, info() {} };

it("a lookup of similar entries that is not answered ends soon, and the cache is used afterwards", async (t) => {
  const service = await startResultsService();
  t.after(() => service.close());
  const before = { ...process.env };
  t.after(() => {
    process.env = before;
  });
  process.env = { ...before, ...service.env({ runId: 1001 }), RUNNER_TEMP: createWorkspace(t) };
  // The toolkit prints lines between the bytes by which this process reports its tests.
  const write = process.stdout.write.bind(process.stdout) as (...given: unknown[]) => boolean;
  process.stdout.write = (...given: unknown[]) => typeof given[0] === "string" || write(...given);
  t.after(() => {
    process.stdout.write = write;
  });
  const warnings: string[] = [];
  const log = { ...silent, warning: (text: string) => warnings.push(text) };
  const scratch = join(createWorkspace(t), "scratch");
  const cache = githubCache(log as never, process.env, scratch) ?? assert.fail("there is no cache");
  const entry = createWorkspace(t);
  writeFiles(entry, { file: "content" });
  assert.equal(await cache.save("key-1", entry), undefined);
  assert.equal(await cache.similar(["key-1-long", "key-"]), "key-1");

  service.fail("GetCacheEntryDownloadURL", { how: "silent", times: 1 });
  const started = performance.now();
  assert.equal(await cache.similar(["key-"]), undefined);
  assert.ok(performance.now() - started < 30_000);
  assert.equal(await cache.save("key-2", entry), undefined);
  assert.deepEqual(warnings, []);
  assert.deepEqual(
    service.caches.map(({ key }) => key),
    ["key-1", "key-2"],
  );
});
