import assert from "node:assert/strict";
import { test } from "node:test";
import { osvRecord, startOsvService } from "./osv-service.ts";

test("the service names ids in a batch, gives records in pages, and refuses what it does not serve", async (t) => {
  const records = [osvRecord("PYSEC-1", "demo", ["1.0"]), osvRecord("PYSEC-2", "Demo", ["1.0"])];
  const service = await startOsvService(records, 1);
  t.after(() => service.close());
  const post = async (path: string, body: unknown) => {
    const url = `${service.env.AZUREML_EXTRA_PACKAGES_OSV_URL}${path}`;
    const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    return { status: response.status, json: (await response.json()) as { results?: unknown } };
  };
  const query = { package: { name: "demo", ecosystem: "PyPI" }, version: "1.0" };
  const batch = await post("/v1/querybatch", { queries: [query, { ...query, version: "2.0" }] });
  const modified = "2026-05-04T03:02:01Z";
  assert.deepEqual(batch.json.results, [{ vulns: [{ id: "PYSEC-1", modified }], next_page_token: "1" }, {}]);
  assert.deepEqual((await post("/v1/query", { ...query, page_token: "1" })).json, { vulns: [records[1]] });
  assert.equal((await post("/v1/vulns/PYSEC-1", {})).status, 400);
  assert.equal((await post("/v1/query", { ...query, package: { name: "demo", ecosystem: "npm" } })).status, 400);
});
