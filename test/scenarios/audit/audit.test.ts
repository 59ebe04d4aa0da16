import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type OsvRecord, type OsvService, osvRecord, startOsvService } from "../../support/advisories/osv-service.ts";
import { send, sendJson } from "../../support/machine/loopback.ts";
import { type Cleanup, createWorkspace } from "../../support/machine/workspace.ts";
import { writeZip } from "../../support/packages/zip.ts";
import {
  build,
  createScenario,
  mountOf,
  onLinux,
  readJson,
  run,
  type Scenario,
} from "../../support/scenario/scenario.ts";

const politeness = osvRecord("GHSA-1", "Politeness", ["1.0", "2.0"], { fixed: "3.0", aliases: ["CVE-2026-1"] });
const twin = { ...politeness, id: "PYSEC-1", aliases: ["CVE-2026-1", "GHSA-1"] };

interface Auditing {
  records?: OsvRecord[];
  faults?: OsvService["faults"];
  pageSize?: number;
}

async function setting(t: Cleanup, { records = [], faults = [], pageSize }: Auditing = {}) {
  const service = await startOsvService(records, pageSize);
  service.faults.push(...faults);
  t.after(() => service.close());
  const scenario = await createScenario(t, { requirements: "greet==1.0\n" });
  return { service, scenario: { ...scenario, env: { ...scenario.env, ...service.env } } };
}

interface Reported {
  check: string;
  severity: string;
  message: string;
  hint: string;
  ids?: string[];
}

/** The findings of the audit, as the report has them. */
function auditFindings(json: Record<string, string>) {
  const { findings, audit } = readJson(json["report-file"]);
  const own = findings.filter(({ check }: { check: string }) => ["M17", "M18"].includes(check));
  return { audit, findings: own as Reported[] };
}

const audited = (t: Cleanup, scenario: Scenario, ...flags: string[]) => run(t, scenario, ["build", ...flags]);

describe("an audit by the service", { ...onLinux, concurrency: 2 }, () => {
  it("reports what is known, with the requirement that brought it in; as an error it fails the run", async (t) => {
    const { scenario, service } = await setting(t, { records: [politeness, twin], pageSize: 1 });
    const { exitCode, json, stderr } = await audited(t, scenario, "--audit", "error");
    assert.equal(exitCode, 1, stderr);
    const { findings, audit } = auditFindings(json);
    assert.deepEqual(
      findings.map(({ check, severity, message, hint }) => ({ check, severity, message, hint })),
      [
        {
          check: "M17",
          severity: "error",
          message:
            "politeness 2.0 has a known vulnerability: GHSA-1 (CVE-2026-1, PYSEC-1; fixed in 3.0). Politeness trusts its input",
          hint: "Require politeness>=3.0 (brought in by greet==1.0 in requirements.txt:1).",
        },
      ],
    );
    assert.equal(audit.distributions, 2);
    assert.match(stderr, /^Audit: 1 known vulnerability in 2 distributions, looked up in http:\/\/127\.0\.0\.1:/m);
    assert.ok(!existsSync(mountOf(scenario)), "nothing is placed");
    assert.deepEqual([...service.releases].sort(), ["greet==1.0", "politeness==2.0"]);
    assert.deepEqual(service.asked, ["/v1/querybatch", "/v1/query", "/v1/query"]);
  });

  it("is asked anew after a cache hit, because vulnerabilities appear after a build", async (t) => {
    const { scenario, service } = await setting(t);
    const first = await build(t, scenario, "--audit", "error");
    assert.deepEqual(auditFindings(first).findings, []);
    assert.equal(auditFindings(first).audit.distributions, 2);
    service.records = [politeness];
    const { exitCode, json } = await audited(t, scenario, "--audit", "error");
    assert.equal(exitCode, 1);
    assert.equal(json["cache-outcome"], "hit");
    assert.deepEqual(
      auditFindings(json).findings.map(({ check }) => check),
      ["M17"],
    );
    const waived = await build(
      t,
      scenario,
      "--audit",
      "error",
      "--checks",
      "M17:politeness=off # GHSA-1 needs a parser",
    );
    assert.deepEqual(auditFindings(waived).findings, []);
  });

  it("still reports a vulnerability that is published after another one was accepted", async (t) => {
    const { scenario, service } = await setting(t, { records: [politeness] });
    const accepting = ["--audit", "error", "--checks", `M17:politeness:${politeness.id}=off # needs a parser`];
    assert.deepEqual(auditFindings(await build(t, scenario, ...accepting)).findings, []);
    service.records = [politeness, { ...politeness, id: "GHSA-later", aliases: [] }];
    const { exitCode, json } = await audited(t, scenario, ...accepting);
    assert.equal(exitCode, 1);
    const [finding, ...others] = auditFindings(json).findings;
    assert.match(finding?.message ?? "", /^politeness \S+ has a known vulnerability: GHSA-later /);
    assert.deepEqual(finding?.ids, ["GHSA-LATER"]);
    assert.deepEqual(others, []);
  });

  it("is not asked when the input is off, which is the default", async (t) => {
    const { scenario, service } = await setting(t, { records: [politeness] });
    const outputs = await build(t, scenario);
    assert.deepEqual(service.asked, []);
    assert.deepEqual(auditFindings(outputs), { audit: undefined, findings: [] });
  });

  it("runs in verify too, and is asked again when the service was busy", async (t) => {
    const faults: OsvService["faults"] = [(response) => send(response, 503), (response) => send(response, 429)];
    const { scenario, service } = await setting(t, { records: [politeness] });
    await build(t, scenario);
    service.faults.push(...faults);
    const { exitCode, json } = await run(t, scenario, ["verify", "--audit", "warning"]);
    assert.equal(exitCode, 0);
    assert.deepEqual(
      auditFindings(json).findings.map(({ check, severity }) => ({ check, severity })),
      [{ check: "M17", severity: "warning" }],
    );
    assert.equal(service.asked.length, 4);
  });

  const forEver = (fault: OsvService["faults"][number]) => [fault, fault, fault];
  const failures: Record<string, { faults: OsvService["faults"]; says: RegExp }> = {
    "answers 500 for ever": { faults: forEver((one) => send(one, 500)), says: /querybatch answered HTTP 500/ },
    "answers 400": { faults: [(one) => send(one, 400)], says: /querybatch answered HTTP 400/ },
    resets: { faults: forEver((one) => one.destroy()), says: /querybatch cannot be reached/ },
    "is not JSON": { faults: [(one) => send(one, 200, "<html>log in</html>")], says: /is not a JSON object/ },
    "answers too little": {
      faults: [(one) => sendJson(one, 200, { results: [{}] })],
      says: /did not answer every query/,
    },
    "answers something else": { faults: [(one) => sendJson(one, 200, {})], says: /did not answer every query/ },
  };
  it('that fails is never taken for "no findings"', async (t) => {
    const { scenario, service } = await setting(t, { records: [politeness] });
    await build(t, scenario);
    for (const [what, { faults, says }] of Object.entries(failures)) {
      service.faults.splice(0, Number.POSITIVE_INFINITY, ...faults);
      const { exitCode, json } = await run(t, scenario, ["verify", "--evidence", "files", "--audit", "error"]);
      assert.equal(exitCode, 1, what);
      const { findings } = auditFindings(json);
      assert.deepEqual(
        findings.map(({ check, severity }) => `${check} ${severity}`),
        ["M18 error"],
        what,
      );
      assert.match(findings[0]?.message ?? "", says, what);
    }
  });

  it("reports the ids even if their records cannot be had, and warns if it may only warn", async (t) => {
    const { scenario, service } = await setting(t, { records: [politeness] });
    service.faults.push((response) => sendJson(response, 200, { results: [{}, { vulns: [{ id: "GHSA-1" }] }] }));
    service.faults.push((response) => send(response, 404));
    const outputs = await build(t, scenario, "--audit", "warning");
    const { findings } = auditFindings(outputs);
    assert.deepEqual(
      findings.map(({ check, severity }) => `${check} ${severity}`),
      ["M17 warning", "M18 warning"],
    );
    assert.match(findings[0]?.message ?? "", /GHSA-1 \(no fix known\)/);
    assert.match(findings[1]?.message ?? "", /\/v1\/query answered HTTP 404/);
  });
});

describe("an audit by a copy of the database", { ...onLinux, concurrency: 2 }, () => {
  const other = osvRecord("GHSA-2", "somebody-else", ["1.0"]);
  const files = Object.fromEntries([politeness, other].map((record) => [`${record.id}.json`, JSON.stringify(record)]));

  it("needs no network: a zip file as OSV publishes it, or its directory", async (t) => {
    const { scenario, service } = await setting(t);
    const database = createWorkspace(t, { "all.zip": writeZip(files), ...files });
    for (const path of [join(database, "all.zip"), database]) {
      const { exitCode, json } = await audited(t, scenario, "--audit", "error", "--audit-database", path);
      assert.equal(exitCode, 1);
      const { findings, audit } = auditFindings(json);
      assert.match(
        findings[0]?.message ?? "",
        /^politeness 2\.0 has a known vulnerability: GHSA-1 \(CVE-2026-1; fixed in 3\.0\)/,
      );
      assert.equal(audit.source, `${path} (newest record 2026-05-04)`);
    }
    assert.deepEqual(service.asked, []);
  });

  const unusable: Record<string, { content: Buffer | string; says: RegExp }> = {
    "is no zip file": { content: "<html>", says: /it cannot be read: / },
    "has no record": { content: writeZip({ "README.md": "x" }), says: /it contains no OSV record/ },
    "is cut short": { content: writeZip(files).subarray(0, 200), says: /it cannot be read: / },
    "has a damaged record": { content: writeZip({ ...files, "x.json": "{" }), says: /x\.json cannot be read: / },
    "is of something else": {
      content: writeZip({ "x.json": "[]" }),
      says: /x\.json cannot be read: it is not an object/,
    },
  };
  it('that cannot be used is never taken for "no findings"', async (t) => {
    const { scenario } = await setting(t);
    await build(t, scenario);
    for (const [what, { content, says }] of Object.entries(unusable)) {
      const path = join(createWorkspace(t, { "all.zip": content }), "all.zip");
      const flags = ["--evidence", "files", "--audit", "error", "--audit-database", path];
      const { exitCode, json } = await run(t, scenario, ["verify", ...flags]);
      assert.equal(exitCode, 1, what);
      const message = auditFindings(json).findings.find(({ check }) => check === "M18")?.message ?? "";
      assert.match(message, says, what);
    }
  });

  it("that does not exist, or that nothing asks for, is an error of the inputs", async (t) => {
    const { scenario } = await setting(t);
    const { exitCode, stderr } = await audited(t, scenario, "--audit-database", "all.zip");
    assert.equal(exitCode, 2);
    assert.match(stderr, /--audit-database has no effect: --audit is off/);
    assert.match(stderr, /--audit-database: .*all\.zip is neither a file nor a directory/);
  });
});
