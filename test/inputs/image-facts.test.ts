import assert from "node:assert/strict";
import { test } from "node:test";
import type { ImageFacts } from "../../src/inputs/image-facts.ts";
import { UserErrors } from "../../src/util/errors.ts";
import { evidenceOf } from "../support/scenario/evidence.ts";
import { imageFacts } from "../support/scenario/image-facts.ts";

type Cleaner = Parameters<typeof evidenceOf>[0];

const read = (t: Cleaner, content: string) =>
  evidenceOf(t, { code: { "facts.json": content }, options: { "image-facts": "facts.json" } }).options.imageFacts;

function refusal(t: Cleaner, content: string): string {
  try {
    read(t, content);
  } catch (thrown) {
    assert.ok(thrown instanceof UserErrors);
    const [error] = thrown.errors;
    assert.match(error?.hint ?? "", /images --inspect <image> --json > image-facts\.json/);
    return error?.message ?? "";
  }
  return assert.fail("it was read");
}

const without = (facts: ImageFacts, ...fields: string[]) =>
  JSON.stringify(facts, (key, value) => (fields.includes(key) ? undefined : value));

test("what images --inspect prints is read", (t) => {
  assert.deepEqual(read(t, JSON.stringify(imageFacts())), imageFacts());
  const another = imageFacts({ os: null, server: null, user: "", digest: "", architecture: "aarch64" });
  assert.deepEqual(read(t, JSON.stringify(another)), another);
});

test("without the input there are no facts", (t) => {
  assert.equal(evidenceOf(t, {}).options.imageFacts, undefined);
});

test("a file that is not there is refused", (t) => {
  const options = { "image-facts": "facts.json" };
  assert.throws(() => evidenceOf(t, { options }), /image-facts.*facts\.json/s);
});

test("another file is refused, with what is wrong", (t) => {
  const facts = imageFacts();
  const [first] = facts.packages;
  const refused: [string, RegExp][] = [
    ["", /facts\.json does not have the facts of an image: /],
    ["flask==2.2.5\n", /facts\.json does not have the facts of an image: /],
    ["null", /it has schema undefined, and this version reads 1\.$/],
    ["[]", /it has schema undefined, and this version reads 1\.$/],
    [JSON.stringify({ ...facts, schema: 2 }), /it has schema 2, and this version reads 1\.$/],
    [JSON.stringify({ schema: 1 }), /it has no name, no digest, .*no python\.version, .*no libraries, .*no readsVar/],
    [without(facts, "libraries"), /: it has no libraries\.$/],
    [without(facts, "tags", "glibc"), /: it has no glibc, no python\.tags\.$/],
    [without(facts, "readsVariables", "environment"), /: it has no environment, no readsVariables\.$/],
    [JSON.stringify({ ...facts, libraries: "libc.so.6" }), /: it has no libraries\.$/],
    [JSON.stringify(imageFacts({ python: { version: "2.7.18" } })), /: "2\.7\.18" is no version of Python 3\.$/],
    [JSON.stringify({ ...facts, architecture: "ppc64le" }), /: its architecture is "ppc64le", /],
    [JSON.stringify({ ...facts, packages: ["flask"] }), /: an entry of packages has no name or no requires\.$/],
    [without({ ...facts, packages: first ? [first] : [] }, "requires"), /: an entry of packages has no name or no req/],
  ];
  for (const [content, words] of refused) assert.match(refusal(t, content), words, content.slice(0, 80));
});
