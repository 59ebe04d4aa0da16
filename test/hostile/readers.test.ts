// What somebody else has written ends as a result or as an error for the user: never as a bug, a hang, a stack trace or a
// file outside. A failure prints the seed and the input that repeat it: HOSTILE_SEED=<seed>, and HOSTILE_RUNS=<factor>
// for more inputs than the suite reads.
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { PATIENCE, runCampaign } from "../support/hostile/campaign.ts";
import { FORMATS } from "../support/hostile/readers.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

/** Always the same, so that a change is not blamed for an old defect; the workflow ci tries another one in each run. */
const seed = Number(process.env.HOSTILE_SEED || 20_261_129);
const factor = Number(process.env.HOSTILE_RUNS ?? 1);
/** Bytes, of this process with the inputs of one format at a time. */
const MOST_MEMORY = 1.5e9;
let read = 0;

describe(`hostile input, seed ${seed}`, { timeout: 600_000 }, () => {
  for (const { name, runs } of FORMATS) {
    it(`${name}: ${Math.round(runs * factor)} inputs`, async (t) => {
      const wanted = Math.round(runs * factor);
      const task = { format: name, seed, runs: wanted, sandbox: createWorkspace(t) };
      const campaign = await runCampaign(task);
      assert.equal(campaign.failure, undefined, campaign.failure);
      assert.equal(campaign.runs, wanted);
      assert.ok((campaign.slowest?.duration ?? 0) < PATIENCE);
      read += campaign.runs;
      t.diagnostic(
        `${name}: ${campaign.outcomes.size} outcomes, slowest ${Math.round(campaign.slowest?.duration ?? 0)} ms`,
      );
    });
  }

  after(() => {
    const { maxRSS } = process.resourceUsage();
    process.stderr.write(`Hostile inputs read: ${read}, seed ${seed}, memory ${Math.round(maxRSS / 1000)} MB\n`);
    assert.ok(maxRSS * 1000 < MOST_MEMORY, `${maxRSS} kB`);
  });
});
