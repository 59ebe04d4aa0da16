// The pictures of README and docs/: each is there, small, described, and shown.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";

/** Bytes. */
const LARGEST = 150_000;
const inRepository = (path: string) => join(repositoryRoot, path);
const pages = [
  "README.md",
  "README.fr.md",
  ...readdirSync(inRepository("docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const shown = pages.flatMap((page) =>
  [...readFileSync(inRepository(page), "utf8").matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/g)].map(
    ([, words = "", path = ""]) => ({ page, words, path: join(dirname(page), path) }),
  ),
);

test("pictures are WebP of at most 150 kB, and described in a sentence", () => {
  assert.ok(shown.length > 0);
  for (const { page, words, path } of shown) {
    const bytes = readFileSync(inRepository(path));
    assert.equal(bytes.subarray(8, 12).toString("latin1"), "WEBP", path);
    assert.ok(bytes.length <= LARGEST, `${path}: ${bytes.length}`);
    assert.ok(words.length >= 20, `${page}: ${words}`);
  }
});

test("every picture is shown", () => {
  const names = new Set(shown.map(({ path }) => basename(path)));
  assert.deepEqual(readdirSync(inRepository("docs/images")).sort(), [...names].sort());
});
