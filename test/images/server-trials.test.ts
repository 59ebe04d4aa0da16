import assert from "node:assert/strict";
import { test } from "node:test";
import { serverVersionsFor } from "../../src/images/server/server.ts";
import table from "../../src/images/server/server-trials.json" with { type: "json" };
import { seriesOf, triedBeside, triedWithout } from "../../src/images/server/server-trials.ts";

test("a series is the first number of a version, or the first two while the first is 0", () => {
  const series = ["1.10.19", "0.12.5", "2025.4.26", "v2.0", "1!3.0", "7", "0"].map(seriesOf);
  assert.deepEqual(series, ["1", "0.12", "2025", "2", "3", "7", "0.0"]);
});

test("trials tell which releases do not answer beside a package, and nothing of what was not tried", () => {
  const { servers = [], fails = [], error } = triedBeside("pydantic", "1.8.2", "3.8") ?? {};
  assert.deepEqual([fails[0], fails.at(-1)], ["1.1.0", "1.3.4"]);
  assert.equal(servers[0], "0.8.4");
  assert.match(error ?? "", /pydantic/);
  assert.equal(triedBeside("pydantic", "99.0", "3.8"), undefined);
  assert.equal(triedBeside("numpy", "1.0", "3.8"), undefined);
  assert.equal(triedBeside("pydantic", "1.8.2", "3.6"), undefined);
});

test("trials tell which releases need a part of a namespace; of several parts, any", () => {
  const core = triedWithout("azure", ["azure-core"], "3.8");
  assert.deepEqual(core?.fails, core?.servers);
  const unneeded = triedWithout("google", ["google-auth"], "3.8");
  assert.deepEqual(unneeded?.fails, []);
  const any = triedWithout("google", ["google-auth", "googleapis-common-protos"], "3.8");
  assert.ok((any?.fails.length ?? 0) > 0);
  assert.match(any?.error ?? "", /google/);
  assert.equal(triedWithout("google", ["numpy"], "3.8"), undefined);
});

test("the table has each release once for each trial, of releases that support the Python", () => {
  for (const [minor, { servers, packages, namespaces }] of Object.entries(table.pythons)) {
    assert.deepEqual(
      servers,
      serverVersionsFor(minor).filter((one) => servers.includes(one)),
      minor,
    );
    for (const { answers, fails } of [...packages, ...namespaces] as { answers: string[]; fails: string[] }[]) {
      assert.deepEqual([...answers, ...fails].sort(), [...new Set([...answers, ...fails])].sort());
      assert.ok(
        [...answers, ...fails].every((one) => servers.includes(one)),
        minor,
      );
    }
  }
});
