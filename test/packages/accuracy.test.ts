// Real packages: the verdict with the simulated image is what an image does (accuracy/). A rotating sample of
// the rows whose verdict was right; `npm run accuracy` tries every row.
import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOf, opinionOn, readResults, readRows, sampleOf } from "../../accuracy/cases.ts";
import { imagesFor } from "../../accuracy/images.ts";
import { runRow } from "../../accuracy/run-row.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import { findPython } from "../support/python/interpreters.ts";

const SAMPLE = 4;
const noIndex = await skipWithoutIndex();

const right = new Set(
  readResults()
    .filter((result) => opinionOn(result) === "right")
    .map(keyOf),
);
const rows = readRows().filter((row) => right.has(keyOf(row)));

for (const row of sampleOf(rows, SAMPLE)) {
  const skip = noIndex || (findPython(row.python) === undefined && `no Python ${row.python} here`);
  test(keyOf(row), { skip, timeout: 1_200_000 }, async (t) => {
    const images = await imagesFor(row.python);
    assert.ok(typeof images !== "string", String(images));
    const result = await runRow(t, row, images, createWorkspace(t));
    t.diagnostic(JSON.stringify(result));
    assert.equal(opinionOn(result), "right");
  });
}
