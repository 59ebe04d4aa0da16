// The walk of docs/getting-started.md, run again with the built command line and an index on loopback.
// `UPDATE_DOCS=1 npm test -- --only hermetic docs/getting-started` writes what the commands print into the page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { comparePage, fencedBlocks, readersMachine, replay, walkOf } from "../support/docs/walk.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { startIndex } from "../support/packages/package-index.ts";
import { promotionPackages } from "../support/packages/promotion-packages.ts";
import { makeWheel } from "../support/packages/wheels.ts";
import { findPython } from "../support/python/interpreters.ts";

const file = join(repositoryRoot, "docs", "getting-started.md");
const page = readFileSync(file, "utf8");
const blocks = walkOf(page);

/** The image of the page has Python 3.9. */
const skip =
  (process.platform !== "linux" && "packages for the image are built on Linux") ||
  (findPython("3.9") === undefined && "there is no Python 3.9");

const packages = () => [
  ...promotionPackages("1.5.1"),
  makeWheel({ name: "joblib", version: "1.3.2", files: { "joblib/__init__.py": '__version__ = "1.3.2"\n' } }),
];

describe("docs/getting-started.md", () => {
  it("shows nothing that its walk leaves out", () => {
    assert.equal(blocks.length, fencedBlocks(page));
    const kinds = new Set(blocks.map(({ kind }) => kind));
    assert.deepEqual([...kinds].sort(), ["define", "file", "output", "prepare", "run"]);
  });

  it("has a run that passes, one that fails, and mode dynamic", () => {
    const runs = blocks.filter(({ kind }) => kind === "run");
    assert.ok(runs.some(({ value, text }) => value === "0" && text.includes(" build ")));
    assert.ok(runs.some(({ value, text }) => value === "1" && text.includes(" build ")));
    assert.ok(runs.some(({ text }) => text.includes("--mode dynamic")));
  });

  it("prints what it says, from the empty folder to the promotion", { skip, timeout: 300_000 }, async (t) => {
    const index = await startIndex({ packages: packages() });
    t.after(() => index.close());
    const machine = readersMachine(t, "slugs");
    const env = { ...index.env(), PIP_RETRIES: "0" };
    const runs = await replay(blocks, { ...machine, env });
    assert.ok(runs.filter(({ expected }) => expected !== undefined).length >= 5);
    comparePage(file, runs);
  });
});
