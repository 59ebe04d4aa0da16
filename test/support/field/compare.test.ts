import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, type SeenRun } from "./compare.ts";
import type { ExpectedRun } from "./expected.ts";

const expected: ExpectedRun = {
  exitCode: 0,
  verdict: "passed",
  image: "minimal",
  installed: ["numpy==1.24.4"],
  findings: [
    { check: "M14", severity: "warning", distributions: ["numpy", "six"], says: ["/^Pin (numpy|six)/"] },
    { check: "S6", severity: "notice", place: "score.py:9" },
  ],
  says: ["is installed"],
  notReported: ["M16", "secret"],
  outputs: { "cache-outcome": "hit" },
};
const m14 = (distribution: string) => ({
  check: "M14",
  severity: "warning",
  distribution,
  place: "requirements.txt:1",
  text: `Pin ${distribution}.`,
});
const seen: SeenRun = {
  exitCode: 0,
  verdict: "passed",
  image: "minimal",
  installed: ["numpy==1.24.4"],
  findings: [m14("six"), m14("numpy"), { check: "S6", severity: "notice", place: "score.py:9", text: "" }],
  errors: [],
  log: "numpy is installed",
  outputs: { "cache-outcome": "hit" },
};

test("a run that is as expected has no differences, whatever notices it has beside", () => {
  assert.deepEqual(differences(expected, seen), []);
  const more = [...seen.findings, { check: "S2", severity: "notice", place: "", text: "" }];
  assert.deepEqual(differences(expected, { ...seen, findings: more }), []);
});

const others: Record<string, Partial<SeenRun>> = {
  "exit code: expected 0, seen 1": { exitCode: 1 },
  "verdict: expected passed, seen failed": { verdict: "failed" },
  "image: expected minimal, seen other": { image: "other" },
  "installed: expected numpy==1.24.4, seen ": { installed: [] },
  'not found: {"check":"M14"': { findings: seen.findings.slice(1) },
  'not found: {"check":"S6"': {
    findings: seen.findings.map((one) => ({ ...one, place: "score.py:8" })),
  },
  'found too: {"check":"S1"': {
    findings: [...seen.findings, { check: "S1", severity: "error", place: "", text: "" }],
  },
  "error too: {": { errors: [{ place: "", message: "", hint: "" }] },
  "the log does not say: is installed": { log: "" },
  "reported, and should not be: M16": {
    findings: [...seen.findings, { check: "M16", severity: "notice", place: "", text: "" }],
  },
  "reported, and should not be: secret": { log: "is installed: secret" },
  "output cache-outcome is not hit but miss": { outputs: { "cache-outcome": "miss" } },
};
for (const [difference, change] of Object.entries(others)) {
  test(`what differs is told: ${difference}`, () => {
    const found = differences(expected, { ...seen, ...change });
    assert.equal(found.length, 1, found.join("\n"));
    assert.ok(found[0]?.startsWith(difference), found[0]);
  });
}

test("errors are compared in their order, with place, message and hint", () => {
  const refused: ExpectedRun = { exitCode: 2, verdict: "refused", errors: [{ place: "a:1", message: "m", hint: "h" }] };
  const error = { place: "a:1", message: "a message", hint: "a hint" };
  const base: SeenRun = { ...seen, exitCode: 2, verdict: "refused", findings: [], errors: [error] };
  assert.deepEqual(differences(refused, base), []);
  for (const change of [{ place: "a:2" }, { message: "" }, { hint: "" }])
    assert.equal(differences(refused, { ...base, errors: [{ ...error, ...change }] }).length, 1);
});
