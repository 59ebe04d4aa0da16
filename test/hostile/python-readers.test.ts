// The formats that Python reads: requirements files with pip's parser, and saved models opcode by opcode.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { runProbe } from "../../src/python/probe.ts";
import { damaged } from "../support/hostile/inputs.ts";
import { modelsBy, REQUIREMENT_TOKENS, REQUIREMENTS } from "../support/hostile/python-files.ts";
import { createWorkspace, readTree } from "../support/machine/workspace.ts";
import { findAnyPython } from "../support/python/interpreters.ts";
import { readModels } from "../support/python/models.ts";
import { interpreter } from "../support/scenario/evidence.ts";

/** Always the same, so that a change is not blamed for an old defect; the workflow ci tries another one in each run. */
const seed = Number(process.env.HOSTILE_SEED || 20_261_129);
const factor = Number(process.env.HOSTILE_RUNS ?? 1);
const BATCH = 250;
/** Milliseconds for a batch: ten seconds for a file, whichever it is, and the time that the others take on a busy machine. */
const PATIENCE = 60_000;

/** Files with hostile inputs, `BATCH` in each directory. */
function* batches(directory: string, inputs: fc.Arbitrary<Buffer>, count: number, suffix: string) {
  const all = fc.sample(inputs, { seed, numRuns: count });
  for (let first = 0; first < all.length; first += BATCH) {
    const folder = join(directory, String(first));
    mkdirSync(folder);
    yield all.slice(first, first + BATCH).map((bytes, index) => {
      const path = join(folder, `${first + index}${suffix}`);
      writeFileSync(path, bytes);
      return path;
    });
  }
}

describe(`hostile input that Python reads, seed ${seed}`, { timeout: 600_000 }, () => {
  const count = (runs: number) => Math.round((runs * factor) / BATCH) * BATCH;

  it(`requirements files: ${count(1500)} inputs`, async (t) => {
    const directory = createWorkspace(t);
    const { path, pip } = await interpreter("3.8");
    for (const files of batches(directory, damaged(REQUIREMENTS, REQUIREMENT_TOKENS), count(1500), ".txt")) {
      const before = readTree(directory);
      const question = { pip: pip?.path, files, packages: [], markers: {} };
      const run = await runProbe(path, "requirements", question, {
        environment: process.env,
        directory,
        timeout: PATIENCE,
      });
      assert.equal(run.exitCode, 0, `${run.errors}\nseed ${seed}, files ${files[0]} to ${files.at(-1)}`);
      const { errors } = JSON.parse(run.output) as { errors: { message: string }[] };
      for (const { message } of errors) assert.doesNotMatch(message, /Traceback|^\s+File "/m);
      assert.deepEqual(readTree(directory), before);
    }
  });

  it(`saved models: ${count(1500)} inputs`, async (t) => {
    const directory = createWorkspace(t);
    for (const files of batches(directory, damaged(modelsBy(findAnyPython())), count(1500), ".pkl")) {
      const before = readTree(directory);
      const began = performance.now();
      const { files: read } = await readModels(files, { files: 2000 });
      assert.ok(performance.now() - began < PATIENCE, `seed ${seed}, files ${files[0]} to ${files.at(-1)}`);
      for (const { problem } of read) assert.doesNotMatch(problem?.text ?? "", /Traceback|Error:/);
      assert.deepEqual(readTree(directory), before);
    }
  });
});
