// docs/document-coverage.md names, for each row of Microsoft's document, the tests that verify it. A name is of use
// only while that test exists and runs; scripts/document-reporter.mjs checks whether it ran.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { definition, rowsOf } from "../../scripts/document-coverage.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";

const page = readFileSync(join(repositoryRoot, "docs", "document-coverage.md"), "utf8");
const rows = rowsOf(page);

const parts = [
  "Two ways",
  "Dynamic installation",
  "Preinstalled packages",
  "Common problems",
  "Limits",
  "Questions",
  "Best practices",
  "Bug fix of 2021-07-26",
  "Next steps",
];

test("every part of the document has its rows, and every row says what serves it", () => {
  assert.deepEqual([...new Set(rows.map(({ section }) => section))], parts);
  for (const { text, serves } of rows) assert.ok(text !== "" && serves !== "", text);
  assert.ok(rows.length >= 30);
});

describe("every test that the page names", () => {
  for (const { section, text, proofs } of rows) {
    test(`${section}: ${text}`, () => {
      for (const { file, name } of proofs) {
        assert.ok(existsSync(join(repositoryRoot, file)), `${file} is not there`);
        const source = readFileSync(join(repositoryRoot, file), "utf8");
        const { call } = definition(source, name) ?? assert.fail(`${file} has no test “${name}”`);
        // What is missing on a machine (Linux, an index, a Python) may skip a test; nothing else may.
        assert.doesNotMatch(call, /\.(skip|todo|only)\(|\b(skip: (true|")|todo:|only: true)/, `${file}: ${name}`);
        assert.doesNotMatch(source, /\b(describe|suite)\.(skip|todo|only)\(|\bskip: true\b/, file);
      }
    });
  }
});

test("the links of these pages lead to files, headings and anchors", () => {
  for (const page of [
    "docs/document-coverage.md",
    "docs/promotion.md",
    "docs/comparison.md",
    "examples/promotion/README.md",
  ]) {
    const text = readFileSync(join(repositoryRoot, page), "utf8");
    const links = [...text.matchAll(/\]\(((?!https:)[^)]+)\)/g)];
    assert.ok(links.length > 0, page);
    for (const [, link = ""] of links) {
      const [path = "", heading] = link.split("#");
      const file = join(repositoryRoot, dirname(page), path);
      assert.ok(existsSync(file), `${page}: ${link}`);
      if (heading) assert.ok(targetsOf(file).includes(heading), `${page}: ${link}`);
    }
  }
});

/** Headings as GitHub names them, and anchors. */
function targetsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
  const anchors = [...text.matchAll(/^<a id="([^"]+)"><\/a>$/gm)].map(([, id = ""]) => id);
  return [...headings, ...anchors];
}

test("a name that is not there, a skipped one and one to be done are seen", () => {
  const source =
    'it("is there", () => {});\ntest.skip("is skipped", async (t) => {});\nit("is to do", { todo: true }, () => {});';
  assert.equal(definition(source, "is elsewhere"), undefined);
  assert.match(definition(source, "is skipped")?.call ?? "", /\.skip\(/);
  assert.match(definition(source, "is to do")?.call ?? "", /todo:/);
});
