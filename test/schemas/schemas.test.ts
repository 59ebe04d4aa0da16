// The schemas for editors allow what the tool reads, and refuse what it refuses.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse, stringify } from "yaml";
import { CHECKS, requireCheck } from "../../src/checks/registry.ts";
import { readSampleRequest } from "../../src/inputs/sample-request/sample-request.ts";
import { OPTIONS, type OptionSpec, OUTPUTS } from "../../src/inputs/table.ts";
import { linesOf, severityRuleOf } from "../../src/inputs/values.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

const read = (path: string) => readFileSync(join(repositoryRoot, path), "utf8");
const compiled = (name: string) =>
  new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(read(`schemas/${name}.schema.json`)));

const succeeds = (work: () => unknown) => {
  try {
    work();
    return true;
  } catch {
    return false;
  }
};

describe("the schema of the input checks", () => {
  const isChecks = compiled("checks");
  const rules = [
    "P4=warning # no display code",
    "P4:opencv-python=warning # no display code",
    "missing-system-library:pyodbc=off # our image has libodbc",
    "P4=error",
    "H1 = notice   # with spaces",
    "P4=warning",
    "P4=warning #",
    "P4=fatal # no such severity",
    "P99=off # no such check",
    "P4",
    "P4:=off # no distribution",
    "M17:pillow:CVE-2023-4863=off # one advisory",
    "known-vulnerability:pillow:GHSA-j7hp-h8jx-5ppr=warning # by the name of the check",
    "M17:pillow:=off # no advisory",
    "M17:CVE-1:pillow:GHSA-1=off # too many",
    "P4:pillow:CVE-2023-4863=off # its findings have no ids",
  ];

  for (const rule of rules)
    test(`says of "${rule}" what the tool says`, () => {
      const isAllowed = succeeds(() => severityRuleOf(rule, requireCheck));
      assert.equal(isChecks(rule), isAllowed);
      assert.equal(isChecks([rule]), isAllowed);
      assert.equal(isChecks(`P3=off # another\n\n  ${rule}\n`), isAllowed);
    });

  test("knows every check by code and name, and takes an empty text", () => {
    for (const word of CHECKS.flatMap(({ id, name }) => [id, name])) assert.ok(isChecks(`${word}=off # why`), word);
    for (const text of ["", "\n", "  \n\n"]) {
      assert.deepEqual(linesOf(text), []);
      assert.ok(isChecks(text), JSON.stringify(text));
    }
  });
});

describe("the schema of the smoke test", () => {
  const isSmokeTest = compiled("smoke-test");
  const cases: [string, object][] = [
    ["a text", { request: { "content-type": "text/csv", body: "a,b" } }],
    ["a file", { request: { file: "sample.csv" } }],
    [
      "every field",
      {
        request: { method: "PUT", path: "/a?b=c", headers: { "X-A": 1 }, body: { a: 1 } },
        expect: { status: 201, answer: [1] },
      },
    ],
    ["a request with nothing in it", { request: {} }],
    ["no request", { expect: { status: 200 } }],
    ["body and file", { request: { body: "a", file: "sample.csv" } }],
    ["another method", { request: { method: "P T" } }],
    ["a relative path", { request: { path: "score" } }],
    ["headers in a list", { request: { headers: ["a"] } }],
    ["a status out of range", { request: {}, expect: { status: 99 } }],
    ["an unknown field", { request: { methd: "PUT" } }],
    ["an unknown expectation", { request: {}, expect: { body: 1 } }],
  ];

  for (const [what, description] of cases)
    test(`says of ${what} what the tool says`, (t) => {
      const directory = createWorkspace(t, { "sample.csv": "a,b\n", "smoke.yml": stringify(description) });
      assert.equal(
        isSmokeTest(description),
        succeeds(() => readSampleRequest(join(directory, "smoke.yml"))),
        JSON.stringify(isSmokeTest.errors),
      );
    });
});

test("action-types.yml has a type for every input and output, and every choice", () => {
  const types = parse(read("action-types.yml"));
  assert.deepEqual(
    Object.keys(types.inputs),
    OPTIONS.map(({ name }) => name),
  );
  assert.deepEqual(
    Object.keys(types.outputs),
    OUTPUTS.map(({ name }) => name),
  );
  const kinds = {
    text: "string",
    size: "string",
    number: "integer",
    boolean: "boolean",
    lines: "list",
    choice: "enum",
  };
  for (const { name, kind, choices } of OPTIONS as readonly OptionSpec[]) {
    const type = types.inputs[name];
    assert.equal(type.type, kinds[kind], name);
    assert.deepEqual(type["allowed-values"], choices, name);
    if (kind === "lines") assert.deepEqual(type, { type: "list", separator: "\n", "list-item": { type: "string" } });
  }
});
