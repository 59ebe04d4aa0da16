import assert from "node:assert/strict";
import { test } from "node:test";
import type { Audit, Vulnerability } from "../../../src/evidence/audit/audit.ts";
import type { RawOptions } from "../../../src/inputs/table.ts";
import { ask, evidenceOf, rated, reported, withClosure } from "../../support/scenario/evidence.ts";

const vulnerability: Vulnerability = {
  distribution: "demo",
  version: "1.0",
  id: "GHSA-aaaa",
  aliases: ["CVE-2026-1", "PYSEC-2026-1"],
  summary: "Demo trusts its input.",
  fixed: "1.0.1",
  safe: "1.2",
};
const audit: Audit = { source: "https://api.osv.dev", distributions: 1, vulnerabilities: [vulnerability] };
const wheels = [
  { name: "demo", version: "1.0" },
  { name: "user", version: "2.0", requires: ["demo"] },
];

const evidenceWith = (t: { after(work: () => void): void }, given: Partial<Audit>, options: RawOptions = {}) =>
  evidenceOf(t, {
    wheels,
    requirements: ["user==2.0"],
    options: { audit: "warning", ...options },
    evidence: { audit: { ...audit, ...given } },
  });

test("M17 finds a known vulnerability, with its ids, its fix and the requirement that brought the distribution in", async (t) => {
  const [finding] = ask("M17", await withClosure(evidenceWith(t, {})));
  assert.equal(finding?.severity, "warning");
  assert.equal(finding?.distribution, "demo");
  assert.equal(
    finding?.message,
    "demo 1.0 has a known vulnerability: GHSA-aaaa (CVE-2026-1, PYSEC-2026-1; fixed in 1.0.1). Demo trusts its input.",
  );
  assert.match(finding?.hint ?? "", /^Require demo>=1\.2 \(brought in by user==2\.0 in .*:1\)\.$/);
  assert.equal(finding?.requirement?.name, "user");
});

test("M17 finds several vulnerabilities of a distribution, as one finding with one fix", (t) => {
  const other = { ...vulnerability, id: "GHSA-bbbb", aliases: [], fixed: null, safe: null };
  const first = { ...vulnerability, safe: null };
  const findings = reported("M17", evidenceWith(t, { vulnerabilities: [first, other] }, { audit: "error" }));
  assert.deepEqual(
    findings.map(({ severity, message, hint }) => ({ severity, message, hint })),
    [
      {
        severity: "error",
        message:
          "demo 1.0 has 2 known vulnerabilities: GHSA-aaaa (CVE-2026-1, PYSEC-2026-1; fixed in 1.0.1), GHSA-bbbb (no fix known).",
        hint: "Replace demo, or wait for a fix.",
      },
    ],
  );
  assert.equal(findings[0]?.members?.length, 2);
});

test("M17 finds what a rule for another vulnerability of the distribution does not name", (t) => {
  const other = { ...vulnerability, id: "GHSA-bbbb", aliases: ["CVE-2026-2"], fixed: null };
  const third = { ...other, id: "GHSA-cccc", aliases: [] };
  const rule = "M17:demo:cve-2026-1=off # its input is our own";
  const waiving = (vulnerabilities: Vulnerability[], checks = rule) =>
    rated("M17", evidenceWith(t, { vulnerabilities }, { checks }));
  const one = waiving([vulnerability]);
  assert.deepEqual(one.findings, []);
  assert.deepEqual(
    one.waived.map(({ reason, ids }) => ({ reason, ids })),
    [{ reason: "its input is our own", ids: ["GHSA-AAAA", "CVE-2026-1", "PYSEC-2026-1"] }],
  );
  const later = waiving([vulnerability, other]);
  assert.deepEqual(
    later.findings.map(({ message }) => message),
    ["demo 1.0 has a known vulnerability: GHSA-bbbb (CVE-2026-2; no fix known). Demo trusts its input."],
  );
  const both = waiving([vulnerability, other, third]);
  assert.match(both.findings[0]?.message ?? "", /^demo 1\.0 has 2 known vulnerabilities: GHSA-bbbb .*, GHSA-cccc /);
  assert.doesNotMatch(both.findings[0]?.message ?? "", /GHSA-aaaa/);
  const precise = waiving([vulnerability, other], `M17:demo=off # all\nM17:demo:GHSA-bbbb=error # but this one`);
  assert.deepEqual(
    precise.findings.map(({ severity, ids }) => ({ severity, ids })),
    [{ severity: "error", ids: ["GHSA-BBBB", "CVE-2026-2"] }],
  );
  assert.deepEqual(waiving([other]).ruleWarnings, [
    "Input checks: M17:demo:cve-2026-1=off matches no finding; remove it.",
  ]);
});

test("M17 leaves alone a mount without known vulnerabilities, and one that was not audited", (t) => {
  assert.deepEqual(ask("M17", evidenceWith(t, { vulnerabilities: [] })), []);
  assert.deepEqual(ask("M17", evidenceOf(t, { wheels })), []);
});

test("M18 finds an audit that is incomplete, with the severity of the input", (t) => {
  for (const severity of ["warning", "error"] as const) {
    const problem = "https://api.osv.dev/v1/querybatch answered HTTP 503";
    const [finding] = ask("M18", evidenceWith(t, { vulnerabilities: [], problem }, { audit: severity }));
    assert.equal(finding?.severity, severity);
    assert.equal(finding?.message, `The audit is incomplete: ${problem} (https://api.osv.dev).`);
    assert.equal(finding?.hint, "Run again, or set the input audit-database.");
  }
  const options = { "audit-database": "." };
  const [finding] = ask("M18", evidenceWith(t, { problem: "it contains no OSV record" }, options));
  assert.equal(finding?.hint, "Replace the database, or set it to another copy.");
});

test("M18 leaves alone an audit that is complete, and a mount that was not audited", (t) => {
  assert.deepEqual(ask("M18", evidenceWith(t, {})), []);
  assert.deepEqual(ask("M18", evidenceOf(t, { wheels })), []);
});
