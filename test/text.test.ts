// What people read is what was meant, also where Markdown is made of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { literal } from "../src/text.ts";

test("Markdown leaves underscores, stars, tags and backslashes of file names as they are", () => {
  assert.equal(literal("a/__init__.py"), "a/\\_\\_init\\_\\_.py");
  assert.equal(literal("_multiarray_umath.so"), "\\_multiarray_umath.so");
  assert.equal(literal("2*3 <b> C:\\x"), "2\\*3 &lt;b> C:\\\\x");
  assert.equal(literal("snake_case"), "snake_case");
  assert.equal(literal("Write `__all__ <x>` there"), "Write `__all__ <x>` there");
});
