import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Ingredient } from "../../src/plan/ingredients.ts";
import { differencesOf, prefixesOf, textOf } from "../../src/plan/key-text.ts";
import { sha256 } from "../../src/util/sha256.ts";

const file = (path: string, content: string): Ingredient => ({ name: "file", path, value: sha256(content) });
const plain: readonly Ingredient[] = [
  { name: "schema", value: "build 1" },
  { name: "Python", value: "3.8.20 cpython-38" },
  { name: "image", value: "not named" },
  { name: "glibc at most", value: "2.31" },
  { name: "environment", value: "myenv" },
  { name: "slim", value: "off" },
  file("requirements.txt", "greet==1.0"),
  file("more.txt", "politeness==1.0"),
  { name: "parsed requirements", value: sha256("greet politeness") },
];
const keyOf = (ingredients: readonly Ingredient[], python = "3.8") => textOf(ingredients, python, "x86_64");
const without = (name: string, ...others: Ingredient[]) => [...plain.filter((one) => one.name !== name), ...others];
/** What is different in the entry that was saved for `before`. */
const differences = (before: readonly Ingredient[]) => differencesOf(plain, keyOf(plain), keyOf(before));

describe("the text of a cache key", () => {
  it("has one SHA-256 of everything, and codes of what a person knows", () => {
    assert.match(
      keyOf(plain),
      /^azureml-extra-packages-py3\.8-x86_64-[0-9a-f]{40}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{64}$/,
    );
    const many = Array.from({ length: 200 }, (_, number) => file(`${number}.txt`, String(number)));
    assert.ok(keyOf([...plain, ...many]).length < 300);
    assert.notEqual(keyOf(without("parsed requirements")), keyOf(plain));
  });

  it("does not depend on the paths of files", () => {
    const moved = plain.map((one) => (one.path === undefined ? one : { ...one, path: `elsewhere/${one.path}` }));
    assert.equal(keyOf(moved), keyOf(plain));
  });

  it("has no code of an address", () => {
    const line = (secret: string) => ({
      name: "packages line 1",
      value: `greet @ https://user:${secret}@index/greet.whl`,
    });
    const [one, other] = [keyOf([...plain, line("one")]), keyOf([...plain, line("other")])];
    assert.notEqual(one, other);
    assert.equal(one.slice(0, -64), other.slice(0, -64));
  });

  it("begins with each of its prefixes, the longest first", () => {
    const prefixes = prefixesOf(keyOf(plain));
    assert.ok(prefixes.length <= 9);
    for (const [place, prefix] of prefixes.entries()) {
      assert.ok(keyOf(plain).startsWith(prefix), prefix);
      assert.ok(prefix.length < (prefixes[place - 1] ?? keyOf(plain)).length, prefix);
    }
    const [all = "", withFiles = "", environment = ""] = prefixes;
    assert.ok(keyOf(without("parsed requirements")).startsWith(all));
    assert.ok(keyOf([...plain, { name: "ISO week, because", value: "2026-W01" }]).startsWith(withFiles));
    assert.ok(keyOf(without("file", file("requirements.txt", "other"))).startsWith(environment));
  });

  const cases: Record<string, { before: readonly Ingredient[]; says: string[] }> = {
    "the image": { before: without("image", { name: "image", value: "another" }), says: ["the image"] },
    "a setting of pip": {
      before: [...plain, { name: "pip setting index-url", value: "https://index" }],
      says: ["the settings of pip"],
    },
    "one of two files": {
      before: without("file", file("a", "politeness==1.0"), file("b", "greet==0.9")),
      says: ["file requirements.txt"],
    },
    "a file that was removed": {
      before: [...plain, file("old.txt", "old")],
      says: ["a requirements file that is no longer read"],
    },
    "the week": {
      before: [...plain, { name: "ISO week, because a requirement is not pinned", value: "2026-W01" }],
      says: ["the week, because a requirement is not pinned"],
    },
    "nothing that has a code": {
      before: without("parsed requirements"),
      says: ["the parsed requirements, for example by the value of a variable"],
    },
  };
  for (const [what, { before, says }] of Object.entries(cases))
    it(`tells that another key differs in ${what}`, () => assert.deepEqual(differences(before), says));

  it("tells another Python, and does not name its patch version as well", () => {
    const before = without("Python", { name: "Python", value: "3.9.1 cpython-39" });
    assert.deepEqual(differencesOf(plain, keyOf(plain), keyOf(before, "3.9")), ["Python (3.9)"]);
  });

  it("tells nothing of a key that has another form", () => {
    for (const other of [
      "",
      "azureml-extra-packages-py3.8-x86_64-",
      `azureml-extra-packages-py3.8-x86_64-${sha256("")}`,
    ])
      assert.deepEqual(differencesOf(plain, keyOf(plain), other), []);
  });
});
