// Round after round, each series once, so that both sides of a ratio meet the same mood of the machine.
import { setTimeout as sleep } from "node:timers/promises";
import type { Row } from "./rows.ts";

/** What was seen in a series, in the order of the rounds. */
export type Samples = ReadonlyMap<string, readonly number[]>;

export interface Effort {
  readonly rounds: number;
  /** Milliseconds after which a series that has a figure already is not asked again. */
  readonly patience: number;
  /** Milliseconds: a series that takes longer is asked once. */
  readonly slow: number;
  /** Factor by which our side is held up, to see that the verdict notices. */
  readonly delay: number;
}

/** @param ask gives the figure of a series, each time anew */
export async function measure<Name extends string>(
  rows: readonly Pick<Row<Name>, "ours" | "theirs">[],
  { rounds, patience, slow, delay }: Effort,
  ask: (name: Name) => Promise<number>,
): Promise<Samples> {
  const own = new Set(rows.map(({ ours }) => ours));
  const names = [...new Set(rows.flatMap(({ ours, theirs }) => [ours, theirs]))];
  const samples = new Map(names.map((name) => [name, [] as number[]]));
  const began = performance.now();
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const seen = samples.get(name) ?? [];
      const isPast = performance.now() - began > patience || (seen[0] ?? 0) > slow;
      if (seen.length > 0 && isPast) continue;
      const figure = await ask(name);
      seen.push(figure + (own.has(name) ? await heldUp(figure * (delay - 1)) : 0));
      process.stderr.write(`round ${round + 1}: ${name}: ${figure.toPrecision(4)}\n`);
    }
  }
  return samples;
}

async function heldUp(milliseconds: number): Promise<number> {
  if (milliseconds <= 0) return 0;
  const start = performance.now();
  await sleep(milliseconds);
  return performance.now() - start;
}
