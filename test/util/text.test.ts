// What people read is what was meant, also where Markdown is made of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { literal, nearest } from "../../src/util/text.ts";

test("Markdown leaves underscores, stars, tags and backslashes of file names as they are", () => {
  assert.equal(literal("a/__init__.py"), "a/\\_\\_init\\_\\_.py");
  assert.equal(literal("_multiarray_umath.so"), "\\_multiarray_umath.so");
  assert.equal(literal("2*3 <b> C:\\x"), "2\\*3 &lt;b> C:\\\\x");
  assert.equal(literal("snake_case"), "snake_case");
  assert.equal(literal("Write `__all__ <x>` there"), "Write `__all__ <x>` there");
});

const flags = ["mode", "code-directory", "scoring-script", "requirements", "require-hashes", "image", "image-packages"];
const near: Record<string, [word: string, candidates: readonly string[], meant: string | undefined]> = {
  "a beginning": ["cod", flags, "code-directory"],
  "the shortest of those that begin so": ["req", flags, "requirements"],
  "the word itself, before what begins with it": ["image", flags, "image"],
  "a swapped pair of letters": ["scoring-scirpt", flags, "scoring-script"],
  "a letter too many": ["images", flags, "image"],
  "a short word with one typo": ["scr", ["docs", "src"], "src"],
  "another case": ["IMAGE", flags, "image"],
  "nothing near": ["nope", flags, undefined],
  "nothing for two letters": ["Q1", ["B1", "V1", "X1"], undefined],
  "nothing for one letter": ["m", flags, undefined],
  "nothing for no letter": ["", flags, undefined],
};
for (const [name, [word, candidates, meant]] of Object.entries(near)) {
  test(`the nearest name: ${name}`, () => assert.equal(nearest(word, candidates), meant));
}
