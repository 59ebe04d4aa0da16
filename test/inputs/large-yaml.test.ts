import assert from "node:assert/strict";
import { test } from "node:test";
import { parseYaml } from "../../src/inputs/deployment-file/yaml-file.ts";
import { userErrorsOf } from "../../src/util/errors.ts";

/** Milliseconds: the ten seconds that an input may take, threefold. */
const PATIENCE = 30_000;

function messagesOf(text: string): string[] {
  try {
    parseYaml("conda.yaml", text);
  } catch (error) {
    return userErrorsOf(error).map(({ message, place }) => `${place.line}: ${message}`);
  }
  return [];
}

test("YAML of a hundred thousand keys in one mapping is read in time", () => {
  const began = performance.now();
  assert.deepEqual(messagesOf(Array.from({ length: 100_000 }, (_, index) => `k${index}: 1\n`).join("")), []);
  assert.ok(performance.now() - began < PATIENCE);
});

test("YAML with the same key in every line is refused in time, with the first twenty lines", () => {
  const began = performance.now();
  const messages = messagesOf("a: 1\n".repeat(100_000));
  assert.equal(messages.length, 20);
  assert.equal(messages[0], '2: The key "a" appears twice.');
  assert.ok(performance.now() - began < PATIENCE);
});

test("keys that are the same in different mappings are none that appear twice", () => {
  assert.deepEqual(messagesOf("a: {b: 1}\nc: {b: 1}\n? [x]\n: 1\n? [x]\n: 2\n"), []);
});

test("YAML that nests thousands of levels is refused in time, and a hundred are read", () => {
  const began = performance.now();
  for (const open of ["{", "[", "{{\n", "- ", "? ", "{a: ", "[[{"]) {
    const [message = "", ...others] = messagesOf(`a: 1\nb:\n ${open.repeat(20_000)}`);
    assert.match(message, /^\d+: The file nests more than 100 levels of lists and mappings\.$/);
    assert.deepEqual(others, []);
  }
  assert.ok(performance.now() - began < PATIENCE);
  assert.deepEqual(messagesOf(`${"[".repeat(90)}${"]".repeat(90)}`), []);
  assert.deepEqual(messagesOf(`a: "${"{".repeat(5000)}"\nb: |\n  ${"[".repeat(5000)}\n`), []);
});
