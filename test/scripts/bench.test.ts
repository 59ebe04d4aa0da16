// The bench's verdict, on figures that are known: speed itself is measured by `npm run bench`, never in a test.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Effort, measure } from "../../bench/measure.ts";
import { markdown, missedBy, resultsOf } from "../../bench/report.ts";
import { measurable, ROWS } from "../../bench/rows.ts";

const ROW = {
  number: "1",
  what: "ours against theirs",
  ours: "ours",
  theirs: "theirs",
  atMost: 1.2,
  quick: true,
} as const;
const EFFORT: Effort = { rounds: 5, patience: Number.POSITIVE_INFINITY, slow: 1e9, delay: 1 };

async function results(figures: { ours: readonly number[]; theirs: readonly number[] }, effort: Partial<Effort> = {}) {
  const left = { ours: [...figures.ours], theirs: [...figures.theirs] };
  const ask = async (name: "ours" | "theirs") => left[name].shift() ?? assert.fail(`${name} was asked too often`);
  return resultsOf([ROW], await measure([ROW], { ...EFFORT, ...effort }, ask));
}

const EVEN = { ours: [20, 20, 20, 20, 20], theirs: [20, 20, 20, 20, 20] };

test("a delay of twice our time fails", async () => {
  assert.deepEqual(missedBy(await results(EVEN)), []);
  const delayed = await results(EVEN, { delay: 2 });
  assert.deepEqual(missedBy(delayed), ["1"]);
  assert.match(markdown(delayed), /\*\*missed\*\*/);
});

test("a miss by less than a tenth is none", async () => {
  const theirs = [100, 100, 100, 100, 100];
  assert.deepEqual(missedBy(await results({ ours: [131, 131, 131, 131, 131], theirs })), []);
  assert.deepEqual(missedBy(await results({ ours: [133, 133, 133, 133, 133], theirs })), ["1"]);
});

test("where the target is not reached, the bench fails above what is accepted instead", async () => {
  const samples = (ours: number) =>
    new Map([
      ["ours", [ours]],
      ["theirs", [100]],
    ]);
  const rows = [{ ...ROW, accepted: 2 }];
  const [within] = resultsOf(rows, samples(210));
  assert.deepEqual([within?.met, within?.held], [false, true]);
  assert.match(markdown(resultsOf(rows, samples(210))), /1\.2 × \*\*missed\*\*/);
  assert.deepEqual(missedBy(resultsOf(rows, samples(210))), []);
  assert.deepEqual(missedBy(resultsOf(rows, samples(221))), ["1"]);
});

test("ratios are those of each round, and their median counts", async () => {
  const [row] = await results({ ours: [10, 30, 20, 500, 10], theirs: [10, 20, 20, 100, 20] });
  assert.deepEqual(row?.ratio, { median: 1, least: 0.5, most: 5, count: 5 });
  assert.equal(row.oursSeen.median, 20);
});

test("a slow side is asked once when patience ends, and serves all rounds", async () => {
  const [row] = await results({ ours: [10], theirs: [40] }, { patience: 0 });
  assert.deepEqual(row?.ratio, { median: 0.25, least: 0.25, most: 0.25, count: 1 });
});

test("a series that takes long is asked once", async () => {
  const [row] = await results({ ours: [10, 20, 30, 20, 20], theirs: [40] }, { slow: 35 });
  assert.deepEqual([row?.oursSeen.count, row?.theirsSeen.count, row?.ratio.median], [5, 1, 0.5]);
});

test("rows about an image are left out with a word where there is no engine", () => {
  const all = measurable(ROWS, false);
  assert.deepEqual([all.rows, all.note], [ROWS, ""]);
  const { rows, note } = measurable(ROWS, "docker is not installed");
  assert.equal(note, "Not measured: 14, 15, because docker is not installed.\n");
  assert.deepEqual(
    ROWS.filter((row) => !rows.includes(row)).map(({ inImage }) => inImage),
    [true, true],
  );
});
