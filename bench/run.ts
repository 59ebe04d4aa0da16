// Figures as ratios within one run, for machines are noisy.
//   npm run bench                            every row, five rounds, then the first rows on the real index
//   npm run bench -- --quick                 the rows of the small and the example work; ends with exit code 1 if one is slower than accepted
//   npm run bench -- --rows 3,4 --rounds 3   some rows; 14 and 15 need a container engine, and say so without one
//   npm run bench -- verify                  the rows about proving a mount: time for each file, and memory
//   npm run bench -- real                    only the first rows on the real index
import { existsSync, mkdirSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { type PackageIndex, startIndex } from "../test/support/packages/package-index.ts";
import { noImage } from "./in-image.ts";
import { type Effort, measure } from "./measure.ts";
import { Prepared } from "./prepared.ts";
import { SERIES } from "./quantities.ts";
import { markdown, missedBy, type Result, resultsOf } from "./report.ts";
import { measurable, ROWS, type Row } from "./rows.ts";
import { withRunners } from "./runners.ts";
import { filesOf, IRIS, LARGE, SMALL, TORCH, TWENTY_PINS } from "./works.ts";

const FULL: Effort = { rounds: 5, patience: Number.POSITIVE_INFINITY, slow: Number.POSITIVE_INFINITY, delay: 1 };
/** Seven minutes at most: the document's way is run once. A single round of the rest would fail by chance. */
const QUICK: Effort = { rounds: 3, patience: 420_000, slow: 20_000, delay: 1 };
const ABOUT_VERIFYING = ["11a", "11b", "12", "13"];
/** What the real index's distance changes. */
const WITH_DOWNLOADS = ["1", "2", "3", "1p"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    rows: { type: "string" },
    rounds: { type: "string" },
    delay: { type: "string" },
    json: { type: "string" },
  },
});

process.env.TMPDIR = roomToWork();
process.exitCode = await bench();

/**
 * In memory where there is room. A disk remembers what was deleted a moment ago (ext4 passes over inodes that were freed
 * within the last minute), so that the same command takes one second or five, as the runs before it left it.
 */
function roomToWork(): string {
  const [memory, needed] = ["/dev/shm", 10 * 2 ** 30];
  if (process.env.TMPDIR !== undefined || !existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > needed ? memory : tmpdir();
}

async function bench(): Promise<number> {
  const wanted = chosen();
  const onlyReal = positionals[0] === "real";
  const isImageWanted = !onlyReal && wanted.some(({ inImage }) => inImage);
  const { rows, note } = measurable(wanted, isImageWanted && (await noImage()));
  process.stdout.write(note);
  const usual = values.quick ? QUICK : FULL;
  const effort = { ...usual, rounds: Number(values.rounds ?? usual.rounds), delay: Number(values.delay ?? 1) };
  const results = onlyReal ? [] : await onLoopback(rows, effort);
  if (!onlyReal) process.stdout.write(markdown(results));
  const isReal = onlyReal || wanted.length === ROWS.length;
  const onIndex = isReal ? await onRealIndex() : [];
  if (isReal) process.stdout.write(`\nOn the real index, one round, for information:\n\n${markdown(onIndex)}`);
  if (values.json !== undefined) write(values.json, { results, onIndex });
  const missed = missedBy(results);
  if (missed.length > 0) process.stderr.write(`Slower than accepted by more than a tenth: ${missed.join(", ")}.\n`);
  return missed.length > 0 ? 1 : 0;
}

function chosen(): Row[] {
  const asked = positionals[0] === "verify" ? ABOUT_VERIFYING : values.rows?.split(",");
  const unknown = asked?.filter((one) => !ROWS.some(({ number }) => number === one)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(", ")}.`);
  return ROWS.filter((row) => asked?.includes(row.number) ?? (row.quick || !values.quick));
}

/** The yardstick: nothing leaves the machine while the clock runs. */
async function onLoopback(rows: readonly Row[], effort: Effort): Promise<Result[]> {
  const needs = (word: string) => rows.some(({ ours }) => ours.includes(word));
  const works = [SMALL, IRIS, TWENTY_PINS, ...(needs("large") ? [LARGE] : []), ...(needs("torch") ? [TORCH] : [])];
  const index = await startIndex({ packages: filesOf(works) });
  try {
    return await resultsWith(index, rows, effort);
  } finally {
    await index.close();
  }
}

async function onRealIndex(): Promise<Result[]> {
  const rows = ROWS.filter(({ number }) => WITH_DOWNLOADS.includes(number));
  return await resultsWith(undefined, rows, { ...FULL, rounds: 1 });
}

async function resultsWith(index: PackageIndex | undefined, rows: readonly Row[], effort: Effort): Promise<Result[]> {
  return await withRunners(index, async (runners) => {
    const prepared = new Prepared(runners);
    return resultsOf(rows, await measure(rows, effort, (name) => SERIES[name](prepared)));
  });
}

function write(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}
