// Ratios and verdicts, as Markdown for people and JSON for programs.
import { availableParallelism, cpus, tmpdir } from "node:os";
import type { Samples } from "./measure.ts";
import type { Row } from "./rows.ts";

/** One row with what was seen; medians, and the least and the most. */
export interface Result extends Row<string> {
  readonly ratio: Spread;
  readonly oursSeen: Spread;
  readonly theirsSeen: Spread;
  /** Whether the median is within the target and a tenth; rows without a target always are. */
  readonly met: boolean;
  /** The same for what is accepted where the target is not reached. */
  readonly held: boolean;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

/** Machines are noisy: a miss by less than this is none. */
const TOLERANCE = 1.1;

export function resultsOf(rows: readonly Row<string>[], samples: Samples): Result[] {
  return rows.map((row) => {
    const [ours, theirs] = [samples.get(row.ours) ?? [], samples.get(row.theirs) ?? []];
    // Round by round where both sides were asked in it; a side that was asked less often serves with its last figure.
    const pairs = Math.max(ours.length, theirs.length);
    const at = (figures: readonly number[], index: number) =>
      figures[Math.min(index, figures.length - 1)] ?? Number.NaN;
    const ratio = spreadOf(Array.from({ length: pairs }, (_, index) => at(ours, index) / at(theirs, index)));
    const isWithin = (most: number | undefined) => most === undefined || ratio.median <= most * TOLERANCE;
    const [met, held] = [isWithin(row.atMost), isWithin(row.accepted ?? row.atMost)];
    return { ...row, ratio, oursSeen: spreadOf(ours), theirsSeen: spreadOf(theirs), met, held };
  });
}

export function spreadOf(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  const median = ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
  return { median, least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN, count: sorted.length };
}

/** Numbers of the rows that exceed what is accepted by more than a tenth. */
export function missedBy(results: readonly Result[]): string[] {
  return results.filter(({ held }) => !held).map(({ number }) => number);
}

export function markdown(results: readonly Result[]): string {
  const lines = results.map(({ number, what, ratio, atMost, oursSeen, theirsSeen, met }) => {
    const target = atMost === undefined ? "" : `${atMost} ×${met ? "" : " **missed**"}`;
    const spread = `${precise(ratio.median)} × (${precise(ratio.least)} to ${precise(ratio.most)}, ${ratio.count})`;
    return `| ${number} | ${what} | ${spread} | ${target} | ${amount(oursSeen)} | ${amount(theirsSeen)} |`;
  });
  return [
    `${availableParallelism()} cores, ${cpus()[0]?.model ?? "unknown"}, Node ${process.versions.node}; files in ${tmpdir()}.`,
    "",
    "| # | what | ratio: median (least to most, rounds) | at most | ours | theirs |",
    "|---|---|---|---|---:|---:|",
    ...lines,
    "",
  ].join("\n");
}

const precise = (figure: number) => figure.toPrecision(figure < 0.1 ? 2 : 3);

/** Milliseconds as people read them; the one row in bytes is far above all times. */
function amount({ median }: Spread): string {
  if (median > 1e7) return `${(median / 1e6).toFixed(0)} MB`;
  if (median < 1) return `${(median * 1000).toFixed(0)} µs`;
  return median < 1000 ? `${median.toFixed(0)} ms` : `${(median / 1000).toFixed(1)} s`;
}
