import assert from "node:assert/strict";
import { test } from "node:test";
import { askService } from "../../../src/evidence/audit/osv-service.ts";
import { Web } from "../../../src/python/fetch/web.ts";
import { type Handler, listen } from "../../support/machine/loopback.ts";

const PATIENCE = 1000;
const release = { name: "demo", version: "1.0" };

const silent: Record<string, Handler> = {
  "never answers": () => {},
  "answers a byte at a time": (_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(" "), 50);
    response.on("close", () => clearInterval(timer));
  },
};
for (const [what, handle] of Object.entries(silent)) {
  test(`a service that ${what} ends the audit in its time, as a problem`, async (t) => {
    const { origin, close } = await listen(handle);
    t.after(close);
    const start = performance.now();
    const { problem, advisories } = await askService(origin, [release], new Web({}, {}), PATIENCE);
    assert.match(problem ?? "", /\/v1\/querybatch cannot be reached: .*(timeout|timed out)/i);
    assert.equal(advisories.size, 0);
    assert.ok(performance.now() - start < 3 * PATIENCE);
  });
}

test("an address that is none, and one without TLS, are problems", async () => {
  for (const base of ["nonsense", "http://osv.example"]) {
    const { problem } = await askService(base, [release], new Web({}, {}), 60_000);
    assert.ok(problem, base);
  }
});

test("pages without an end are a problem", async (t) => {
  const vulns = [{ id: "GHSA-1", modified: "2026-01-01T00:00:00Z" }];
  const { origin, close } = await listen((request, response) => {
    const page = { vulns, next_page_token: "again" };
    response.end(JSON.stringify(request.url === "/v1/query" ? page : { results: [page] }));
  });
  t.after(close);
  const { problem, advisories } = await askService(origin, [release], new Web({}, {}), 30_000);
  assert.match(problem ?? "", /did not come to an end after 50 pages about demo/);
  assert.deepEqual(
    advisories.get("demo")?.map(({ id }) => id),
    ["GHSA-1"],
  );
});
