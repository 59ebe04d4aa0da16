// A described request is sent as it is written.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { readSampleRequest } from "../../src/inputs/sample-request/sample-request.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";

const read = (t: Cleanup, text: string) =>
  readSampleRequest(join(createWorkspace(t, { "request.yml": text }), "request.yml"));

test("headers are texts, with names in lower case, and a mapping is sent as JSON", (t) => {
  const { headers, body } = read(t, "request: {headers: {X-Count: 3}, body: {a: 1}}\n");
  assert.deepEqual(headers, { "content-type": "application/json", "x-count": "3" });
  assert.equal(String(body), '{"a":1}');
});

test("braces that are placeholders in a deployment file are not in a request", (t) => {
  const { body, expected } = read(t, 'request:\n  body: "Dear {{name}}"\nexpect:\n  answer: "Dear {{name}}"\n');
  assert.deepEqual([String(body), expected.answer], ["Dear {{name}}", "Dear {{name}}"]);
});
