// Which versions an advisory affects, decided by Python's own rules (PEP 440) over a database on disk.
import assert from "node:assert/strict";
import { test } from "node:test";
import { auditMount } from "../../../src/evidence/audit/audit.ts";
import { createWorkspace } from "../../support/machine/workspace.ts";
import { evidenceOf, interpreter, silentHost } from "../../support/scenario/evidence.ts";

type Event = Record<string, string>;

/** The fix and the safe version for `version`; `undefined` if it is not affected. */
async function lookUp(
  t: { after(work: () => void): void },
  version: string,
  advisories: readonly { events?: Event[][]; versions?: string[]; more?: object }[],
) {
  const records = advisories.map(({ events = [], versions = [], more }, index) => {
    const ranges = events.map((one) => ({ type: "ECOSYSTEM", events: one }));
    const affected = [{ package: { ecosystem: "PyPI", name: "Demo_Package" }, versions, ranges }];
    return [
      `A-${index}.json`,
      JSON.stringify({ id: `A-${index}`, modified: "2026-01-02T00:00:00Z", affected, ...more }),
    ];
  });
  const database = createWorkspace(t, Object.fromEntries(records));
  const options = { audit: "error", "audit-database": database };
  const evidence = evidenceOf(t, { wheels: [{ name: "demo.package", version }], options });
  const host = silentHost(evidence.options.workspace);
  const audit = await auditMount(evidence.inventory, evidence.options, await interpreter("3.8"), host);
  await host.dispose();
  assert.equal(audit?.problem, undefined);
  assert.match(audit?.source ?? "", / \(newest record 2026-01-02\)$/);
  return audit?.vulnerabilities.map(({ id, fixed, safe }) => ({ id, fixed, safe }));
}

const below = (fixed: string) => [{ introduced: "0" }, { fixed }];

const RANGES: readonly { version: string; events: Event[]; affected: boolean; fixed?: string }[] = [
  { version: "1.9", events: below("1.10"), affected: true, fixed: "1.10" }, // not as texts
  { version: "1.10", events: below("1.9"), affected: false },
  { version: "1.10", events: below("1.10.0"), affected: false }, // zeros at the end do not count
  { version: "2.0rc1", events: below("2.0"), affected: true, fixed: "2.0" },
  { version: "2.0.dev1", events: below("2.0a1"), affected: true, fixed: "2.0a1" },
  { version: "2.0.post1", events: below("2.0"), affected: false },
  { version: "1!1.0", events: below("9.0"), affected: false }, // an epoch is above all without one
  { version: "1.0+cpu", events: [{ introduced: "0" }, { last_affected: "1.0" }], affected: true },
  { version: "1.0+cpu", events: below("1.0"), affected: false },
  { version: "1.0", events: [{ introduced: "0" }, { last_affected: "1.0" }], affected: true },
  { version: "1.0.1", events: [{ introduced: "0" }, { last_affected: "1.0" }], affected: false },
  { version: "1.0", events: [{ introduced: "1.1" }, { fixed: "1.2" }], affected: false },
  { version: "1.1", events: [{ fixed: "1.2" }, { introduced: "1.1" }], affected: true, fixed: "1.2" },
  {
    version: "3.0",
    events: [...below("2.2.8"), { introduced: "3.0" }, { fixed: "3.0.3" }],
    affected: true,
    fixed: "3.0.3",
  },
  { version: "2.9", events: [...below("2.2.8"), { introduced: "3.0" }, { fixed: "3.0.3" }], affected: false },
  { version: "2004d", events: below("9.0"), affected: false }, // not of PEP 440: only lists name it
];

test("ranges are compared by PEP 440", async (t) => {
  for (const { version, events, affected, fixed } of RANGES) {
    const found = await lookUp(t, version, [{ events: [events] }]);
    const what = `${version} in ${JSON.stringify(events)}`;
    const expected = { id: "A-0", fixed: fixed ?? null, safe: fixed ?? null };
    assert.deepEqual(found, affected ? [expected] : [], what);
  }
});

test("a listed version is affected however it is spelled, and its fix comes from the ranges", async (t) => {
  const listed = [{ versions: ["0.9", "1.0"], events: [[{ introduced: "5.0" }, { fixed: "5.1" }]] }];
  assert.deepEqual(await lookUp(t, "1.0.0", listed), [{ id: "A-0", fixed: "5.1", safe: "5.1" }]);
  assert.deepEqual(await lookUp(t, "2004d", [{ versions: ["2004d"] }]), [{ id: "A-0", fixed: null, safe: null }]);
  assert.deepEqual(await lookUp(t, "1.1", listed), []);
});

test("the safe version is one that no vulnerability affects", async (t) => {
  const branches = [[...below("2.2"), { introduced: "3.0" }, { fixed: "3.0.5" }]];
  const found = await lookUp(t, "2.0", [{ events: branches }, { events: [below("3.0.3")] }]);
  assert.deepEqual(found, [
    { id: "A-0", fixed: "2.2", safe: "3.0.5" },
    { id: "A-1", fixed: "3.0.3", safe: "3.0.5" },
  ]);
  const unfixed = await lookUp(t, "2.0", [{ events: [below("2.2")] }, { events: [[{ introduced: "0" }]] }]);
  assert.deepEqual(
    unfixed?.map(({ safe }) => safe),
    [null, null],
  );
});

test("advisories that are aliases of each other are one vulnerability", async (t) => {
  const more = [
    { id: "PYSEC-1", aliases: ["CVE-1"] },
    { id: "GHSA-1", aliases: ["CVE-1", "PYSEC-1"] },
    { id: "GHSA-2", aliases: ["CVE-2"] },
  ];
  const found = await lookUp(
    t,
    "1.0",
    more.map((one) => ({ events: [below("1.1")], more: one })),
  );
  assert.deepEqual(
    found?.map(({ id }) => id),
    ["GHSA-1", "GHSA-2"],
  );
});

test("withdrawn advisories, ranges of commits and other ecosystems do not count", async (t) => {
  const affected = [{ package: { ecosystem: "npm", name: "demo-package" }, versions: ["1.0"] }];
  const commits = [
    { package: { ecosystem: "PyPI", name: "demo-package" }, ranges: [{ type: "GIT", events: below("2") }] },
  ];
  const without = [{ withdrawn: "2026-01-01T00:00:00Z" }, { affected }, { affected: commits }];
  assert.deepEqual(
    await lookUp(
      t,
      "1.0",
      without.map((more) => ({ versions: ["1.0"], more })),
    ),
    [],
  );
});
