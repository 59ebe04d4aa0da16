import assert from "node:assert/strict";
import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import { ask, evidenceOf, lookAgain } from "../../support/scenario/evidence.ts";

type Context = Parameters<typeof evidenceOf>[0];

const demo = { name: "demo", version: "1.0", files: { "demo.py": "" } };

test("R7 finds a distribution without RECORD", (t) => {
  const evidence = evidenceOf(t, { wheels: [demo] });
  rmSync(join(evidence.location.directory, "demo-1.0.dist-info/RECORD"));
  assert.deepEqual(
    ask("R7", lookAgain(evidence)).map(({ distribution, message }) => [distribution, message]),
    [["demo", "demo has no RECORD."]],
  );
});

test("M6 finds a RECORD that is too large to be read, and R5 and R7 say no more than that", (t) => {
  const evidence = evidenceOf(t, { wheels: [demo], files: { "unlisted.py": "" } });
  truncateSync(join(evidence.location.directory, "demo-1.0.dist-info/RECORD"), 33_000_000);
  const again = lookAgain(evidence);
  const [answer] = ask("M6", again);
  assert.deepEqual(ask("R7", again), []);
  assert.match(
    answer?.message ?? "",
    /^demo-1\.0\.dist-info: RECORD is 33\.0 MB; at most 32\.0 MB of it and 128 MB of all metadata are read/,
  );
  assert.match(answer?.hint ?? "", /an index that you trust/);
  assert.deepEqual([ask("R5", evidence).length, ask("R5", again).length], [1, 0]);
});

test("R7 leaves alone egg-info, which M9 reports", (t) => {
  const files = { "old.egg-info/PKG-INFO": "Name: old\nVersion: 1\n" };
  assert.deepEqual(ask("R7", evidenceOf(t, { files })), []);
});

test("R7 finds two RECORDs that were swapped, and one that is empty or cut off", (t) => {
  const other = { name: "other", version: "2.0", files: { "other.py": "" } };
  const evidence = evidenceOf(t, { wheels: [demo, other] });
  const [one, two] = ["demo-1.0", "other-2.0"].map((name) =>
    join(evidence.location.directory, `${name}.dist-info/RECORD`),
  ) as [string, string];
  const [first, second] = [readFileSync(one), readFileSync(two)];
  const found = () => ask("R7", lookAgain(evidence)).map(({ distribution, message }) => [distribution, message]);
  writeFileSync(one, second);
  writeFileSync(two, first);
  assert.deepEqual(found(), [
    ["demo", "demo-1.0.dist-info/RECORD does not list demo's METADATA; it is the RECORD of other-2.0.dist-info."],
    ["other", "other-2.0.dist-info/RECORD does not list other's METADATA; it is the RECORD of demo-1.0.dist-info."],
  ]);
  writeFileSync(one, "");
  writeFileSync(two, "other.py,,\n");
  assert.deepEqual(
    found().map(([, message]) => message),
    [
      "demo-1.0.dist-info/RECORD does not list demo's METADATA.",
      "other-2.0.dist-info/RECORD does not list other's METADATA.",
    ],
  );
});

test("R7 leaves alone other spellings of the row of METADATA", (t) => {
  const evidence = evidenceOf(t, { wheels: [demo] });
  const record = join(evidence.location.directory, "demo-1.0.dist-info/RECORD");
  for (const row of ["./demo-1.0.dist-info/METADATA", "demo-1.0.dist-info\\METADATA", "/demo-1.0.dist-info/METADATA"]) {
    writeFileSync(record, `${row},,\n`);
    assert.deepEqual(ask("R7", lookAgain(evidence)), [], row);
  }
});

function withRows(t: Context, rows: string): Evidence {
  const evidence = evidenceOf(t, { wheels: [demo] });
  appendFileSync(join(evidence.location.directory, "demo-1.0.dist-info/RECORD"), rows);
  return lookAgain(evidence);
}

test("R8 finds one path with two hashes, or two sizes", (t) => {
  assert.equal(ask("R8", withRows(t, "demo.py,sha256=other,0\n")).length, 1);
  assert.deepEqual(
    ask("R8", withRows(t, "x.py,,1\nx.py,,2\n")).map(({ file }) => file),
    ["x.py"],
  );
});

test("R8 leaves alone rows that are equal", (t) => {
  assert.deepEqual(ask("R8", withRows(t, "x.py,sha256=a,1\nx.py,sha256=a,1\ny.py,,\n")), []);
});
