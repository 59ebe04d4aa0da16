// Writes test/hostile/corpus.json: of each format the inputs that took longest, and one for each way in which others ended.
//   node scripts/node24.mjs test/support/hostile/write-corpus.ts [seed]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { runCampaign } from "./campaign.ts";
import { CORPUS, type CorpusInput, SIZE } from "./corpus.ts";
import { DEFECTS } from "./defects.ts";
import { damaged } from "./inputs.ts";
import { REQUIREMENT_TOKENS, REQUIREMENTS } from "./python-files.ts";
import { FORMATS } from "./readers.ts";

/** Bytes; larger inputs say nothing more, and would make the repository large. */
const LARGEST = 12_000;
/** The others are read by code that no command reaches with one file. */
const PASSED_ON = FORMATS.filter(
  ({ name }) => !["wheel", "evidence", "record of a build", "provenance"].includes(name),
);

const seed = Number(process.argv[2] ?? 1);
const lists: CorpusInput[][] = [[...DEFECTS]];
const of = (format: string, inputs: Iterable<Uint8Array>) =>
  lists.push(
    [...inputs]
      .filter(({ length }) => length <= LARGEST)
      .map((input) => ({ format, base64: Buffer.from(input).toString("base64") })),
  );
for (const { name, runs } of PASSED_ON) {
  const sandbox = mkdtempSync(join(tmpdir(), "azureml-extra-packages-test-"));
  const { failure, slowest, outcomes } = await runCampaign({ format: name, seed, runs: Math.min(runs, 1500), sandbox });
  rmSync(sandbox, { recursive: true, force: true });
  if (failure !== undefined) throw new Error(failure);
  const inputs = [...outcomes.values()].sort((one, other) => other.duration - one.duration);
  of(
    name,
    [slowest, ...inputs].flatMap((end) => end?.input ?? []),
  );
}
const requirements = fc.sample(damaged(REQUIREMENTS, REQUIREMENT_TOKENS), { seed, numRuns: 40 });
of("requirements file", requirements);

// In turns, so that no format takes the place of another.
const chosen: CorpusInput[] = [];
for (let turn = 0; chosen.length < SIZE && lists.some((list) => list.length > turn); turn++) {
  chosen.push(...lists.flatMap((list) => list[turn] ?? []));
}
writeFileSync(CORPUS, `${JSON.stringify(chosen.slice(0, SIZE), undefined, 2)}\n`);
process.stdout.write(`${Math.min(chosen.length, SIZE)} inputs of seed ${seed}\n`);
