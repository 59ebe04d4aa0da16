import assert from "node:assert/strict";
import { test } from "node:test";
import { findCheck } from "../../src/checks/registry.ts";
import { sarif } from "../../src/report/findings/sarif.ts";
import { evidenceOf } from "../support/scenario/evidence.ts";

test("SARIF has a rule for each check with a finding, with all that explains it", (t) => {
  const { location, options } = evidenceOf(t, {});
  const finding = { check: "P3", severity: "warning", message: "It is too new." } as const;
  const log = JSON.parse(sarif([finding, finding], location, options));
  const { driver } = log.runs[0].tool;
  const check = findCheck("P3");
  assert.ok(check);
  assert.equal(driver.rules.length, 1);
  const { help, helpUri, ...rule } = driver.rules[0];
  assert.deepEqual(rule, {
    id: "P3",
    name: "newer-glibc",
    shortDescription: { text: check.title },
    fullDescription: { text: check.what },
    defaultConfiguration: { level: "error" },
  });
  for (const text of [help.text, help.markdown])
    for (const part of [check.inContainer, check.fix, check.waive]) assert.ok(text.includes(part.slice(0, 20)), text);
  assert.match(help.markdown, /^\*\*What\*\*: /);
  assert.equal(helpUri, undefined);
  assert.equal(log.runs[0].results[0].level, "warning");
});

test("SARIF links a rule to its text in the action's repository, and to no other repository", (t) => {
  const { location, options } = evidenceOf(t, {});
  const linked = (repository: string) => {
    process.env.GITHUB_ACTION_REPOSITORY = repository;
    process.env.GITHUB_ACTION_REF = "v1";
    const log = JSON.parse(sarif([{ check: "H1", severity: "warning", message: "" }], location, options));
    return log.runs[0].tool.driver.rules[0].helpUri;
  };
  const before = { ...process.env };
  t.after(() => {
    process.env = before;
  });
  process.env.GITHUB_SERVER_URL = "https://github.com";
  assert.equal(
    linked("somebody/azureml-extra-packages"),
    "https://github.com/somebody/azureml-extra-packages/blob/v1/docs/checks.md#h1",
  );
  assert.equal(linked("somebody/another-action"), undefined);
});
