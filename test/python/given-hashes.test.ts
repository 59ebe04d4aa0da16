import assert from "node:assert/strict";
import { test } from "node:test";
import type { Requirement } from "../../src/python/packaging/requirements.ts";
import { requireNoneGiven, withGivenHashes } from "../../src/python/sources/given-hashes.ts";

const [A, B, C] = ["a", "b", "c"].map((letter) => `sha256:${letter.repeat(64)}`) as [string, string, string];

const requirement = (name: string, hashes: readonly string[], more: Partial<Requirement> = {}): Requirement => ({
  file: "/w/requirements.txt",
  line: 3,
  text: `${name}==1.0`,
  constraint: false,
  editable: false,
  name,
  extras: [],
  specifier: "==1.0",
  pinned: "1.0",
  url: null,
  hashes,
  marker: null,
  applies: true,
  ...more,
});
const entries = [`my_pkg==1.0 --hash=${A} --hash=${B}`, `other==2.0 --hash=${C}`];
const locked = (...given: Requirement[]) => withGivenHashes(entries, given, "/w");

test("a lock has the hashes that a requirement gives, and else those of the index", () => {
  assert.deepEqual(locked(requirement("my-pkg", [B])), [`my_pkg==1.0 --hash=${B}`, entries[1]]);
  assert.deepEqual(locked(requirement("my-pkg", ["sha512:f"]))[0], "my_pkg==1.0 --hash=sha512:f");
  assert.deepEqual(locked(requirement("my-pkg", [C], { applies: false })), entries);
});

test("a constraint limits the hashes as well", () => {
  const both = [requirement("my-pkg", [A, B]), requirement("my-pkg", [B], { constraint: true })];
  assert.deepEqual(locked(...both)[0], `my_pkg==1.0 --hash=${B}`);
});

test("a hash of no file in the index is an error with its line", () => {
  assert.throws(() => locked(requirement("my-pkg", [C])), /^UserError: requirements\.txt:3: no file of my-pkg==1\.0 /);
  assert.throws(() => locked(requirement("my-pkg", [C], { file: null })), /Input packages: no file/);
  assert.throws(() => locked(requirement("my-pkg", [A]), requirement("my-pkg", [B])), /no file of my-pkg/);
});

test("a hash cannot be lost because something else has none", () => {
  assert.throws(() => requireNoneGiven(["./ours"], [requirement("my-pkg", [A])]), /\.\/ours has none/);
  requireNoneGiven([], [requirement("my-pkg", [A])]);
  requireNoneGiven(["./ours"], [requirement("my-pkg", [])]);
});
