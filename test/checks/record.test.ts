import assert from "node:assert/strict";
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { takeInventory } from "../../src/mount/inventory.ts";
import { ask, stageScene } from "../support/evidence.ts";

const demo = { name: "demo", version: "1.0", files: { "demo/__init__.py": "x = 1\n", "demo/data.txt": "y\n" } };

test("R1 finds a file that RECORD lists and nobody has", (t) => {
  const evidence = stageScene(t, { wheels: [demo] });
  rmSync(join(evidence.location.directory, "demo/data.txt"));
  const found = ask("R1", { ...evidence, inventory: takeInventory(evidence.location.directory) });
  assert.deepEqual(
    found.map(({ file, distribution, requirement }) => [file, distribution, requirement?.line]),
    [["demo/data.txt", "demo", 1]],
  );
});

test("R1 leaves alone a bytecode row without a hash", (t) => {
  const evidence = stageScene(t, { wheels: [demo] });
  appendFileSync(
    join(evidence.location.directory, "demo-1.0.dist-info/RECORD"),
    "demo/__pycache__/__init__.cpython-38.pyc,,\n",
  );
  assert.deepEqual(ask("R1", { ...evidence, inventory: takeInventory(evidence.location.directory) }), []);
});

test("R2 finds a file whose content RECORD does not know", (t) => {
  const evidence = stageScene(t, { wheels: [{ ...demo, record: "broken-hash" }] });
  assert.deepEqual(
    ask("R2", evidence).map(({ file }) => file),
    ["demo/__init__.py"],
  );
});

test("R2 leaves alone rows without a hash, and other algorithms", (t) => {
  assert.deepEqual(ask("R2", stageScene(t, { wheels: [{ ...demo, record: "no-hash" }] })), []);
});

test("R5 finds a file in no RECORD", (t) => {
  const evidence = stageScene(t, { wheels: [demo], files: { "demo/extra.py": "", "alone.py": "" } });
  assert.deepEqual(
    ask("R5", evidence).map(({ file, distribution }) => [file, distribution]),
    [
      ["alone.py", undefined],
      ["demo/extra.py", "demo"],
    ],
  );
});

test("R5 leaves alone the bytecode of an owned source", (t) => {
  const evidence = stageScene(t, { wheels: [demo], files: { "demo/__pycache__/__init__.cpython-38.pyc": "" } });
  assert.deepEqual(ask("R5", evidence), []);
});
