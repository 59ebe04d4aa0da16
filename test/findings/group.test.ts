// One finding for each cause.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../src/findings/check.ts";
import { groupByCause } from "../../src/findings/group.ts";
import { applyRules } from "../../src/findings/severity.ts";

const BASE: Finding = { check: "P5", severity: "warning", distribution: "one", message: "a.so is odd.", file: "a.so" };
const other = (name: string, more: Partial<Finding> = {}): Finding => ({
  ...BASE,
  file: name,
  message: `${name} is odd.`,
  ...more,
});

test("findings with the same check, distribution and fix are one, which names the first files and counts the others", () => {
  const names = ["b.so", "c.so", "d.so", "e.so", "f.so"];
  const [group, ...others] = groupByCause([BASE, ...names.map((name) => other(name))]);
  assert.deepEqual(others, []);
  assert.equal(group?.message, "a.so is odd. 5 more files: b.so, c.so, d.so and 2 more.");
  assert.deepEqual(
    group?.members?.map(({ file }) => file),
    ["a.so", ...names],
  );
});

test("a finding alone stays as it is, without members", () => {
  const [one] = groupByCause([BASE]);
  assert.equal(one?.message, BASE.message);
  assert.equal(one?.members, undefined);
});

test("the fix joins findings of several severities; the most severe comes first and decides", () => {
  const hint = "Use another release.";
  const found = groupByCause([other("b.so", { hint }), other("c.so", { hint, severity: "error" })]);
  assert.deepEqual(
    found.map(({ severity, message }) => [severity, message]),
    [["error", "c.so is odd. 1 more file: b.so."]],
  );
  assert.deepEqual(
    found[0]?.members?.map(({ severity }) => severity),
    ["error", "warning"],
  );
});

test("without a fix, severities stay apart", () => {
  assert.equal(groupByCause([BASE, other("b.so", { severity: "notice" })]).length, 2);
});

const APART: Record<string, Partial<Finding>> = {
  "another check": { check: "P8" },
  "another distribution": { distribution: "two" },
  "another fix": { hint: "Use another release." },
  "another line of the user's code": { place: { file: "/score.py", line: 3 } },
};

for (const [what, difference] of Object.entries(APART)) {
  test(`${what} is another cause`, () => {
    assert.equal(groupByCause([BASE, other("b.so", difference)]).length, 2);
  });
}

test("findings without a file say each message once, and at most three", () => {
  const messages = ["a needs x.", "b needs x.", "b needs x.", "c needs x.", "d needs x."];
  const found = groupByCause(messages.map((message) => ({ ...BASE, hint: "Add x.", file: undefined, message })));
  assert.deepEqual(
    found.map(({ message }) => message),
    ["a needs x. b needs x. c needs x. 1 more problem of this kind in the report."],
  );
});

test("what concerns neither a file nor a distribution is alone", () => {
  const alone = { check: "V1", severity: "notice", hint: "Set it." } as const;
  assert.equal(
    groupByCause([
      { ...alone, message: "a" },
      { ...alone, message: "b" },
    ]).length,
    2,
  );
});

test("rules apply to members, before they are one finding, and what they turn off is grouped by its reason", () => {
  const cause = { key: "all", describe: (members: readonly Finding[]) => ({ message: `${members.length} are odd.` }) };
  const found = ["a", "b", "c", "d"].map((distribution) => ({ ...BASE, distribution, cause }));
  const off = (distribution: string) =>
    ({ check: "P5", distribution, subject: undefined, severity: "off", reason: "known", text: "" }) as const;
  const { findings, waived } = applyRules(found, [off("a"), off("b")]);
  assert.deepEqual(
    [findings, waived].map(([one]) => one?.message),
    ["2 are odd.", "2 are odd."],
  );
  assert.deepEqual(
    findings[0]?.members?.map(({ distribution }) => distribution),
    ["c", "d"],
  );
  assert.ok(!JSON.stringify(findings).includes("cause"));
});

test("what to fix first comes first: a cause before its consequence, a server before the layout of a directory", () => {
  const found = ["M14", "H3", "R5", "I11", "S1", "P4", "M3", "D2", "T1", "X1"].map((check): Finding => {
    return { check, severity: "error", message: check };
  });
  const sorted = applyRules(found, []).findings.map(({ check }) => check);
  assert.deepEqual(sorted, ["T1", "D2", "M3", "P4", "S1", "I11", "X1", "R5", "H3", "M14"]);
});
