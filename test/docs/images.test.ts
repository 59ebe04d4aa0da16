// docs/images.md, which scripts/images-page.ts generates; readme.test.ts has that it is up to date.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findImage } from "../../src/images/catalogue/find-image.ts";
import { IMAGES } from "../../src/images/catalogue/image-catalogue.ts";
import { pageOf } from "../support/docs/blocks.ts";

const page = pageOf("images.md");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split("|").map((cell) => cell.trim()));

test("the page has each image once, by a name that the input image takes", () => {
  const names = rows.map(([, name = ""]) => name.replaceAll("`", ""));
  assert.deepEqual(
    names,
    IMAGES.map(({ name }) => name),
  );
  assert.ok(names.every((name) => findImage(name)?.name === name));
});

test("the page says of each image what it reads and when its support ends", () => {
  for (const [, name, python, glibc, server, reads, end] of rows) {
    assert.match(python ?? "", /^3\.\d+$/, name);
    assert.match(glibc ?? "", /^(2\.\d+|\?)$/, name);
    assert.match(server ?? "", /^(\d+(\.\d+)+|\?)$/, name);
    assert.match(reads ?? "", /^(yes|no|\?)$/, name);
    assert.match(end ?? "", /^20\d\d-\d\d( \((Python|Ubuntu) [\d.]+\)|-\d\d)$/, name);
  }
});

test("its tables are narrow enough to read", () => {
  for (const line of page.split("\n")) assert.ok(line.length <= 125 || !line.startsWith("|"), line);
});
