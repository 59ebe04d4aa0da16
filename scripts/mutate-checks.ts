// Turns every decision of every check, one at a time, and runs the tests of checks that execute it.
//   npm run mutate                    every mutant; exit code 1 when an id has none that a test of that id kills
//   npm run mutate -- M1 H12          the mutants that these checks reach
//   npm run mutate -- loader/         the mutants of the files with this in their path
//   npm run mutate -- --first         per id only until the first mutant is killed
//   npm run mutate -- --survivors     also lists the mutants that no test noticed, as they are found and at the end
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { idsOfChecks, type Mutant, makeMutants } from "./mutants.ts";
import { judge, run, testsOf } from "./mutation/judge.ts";
import { Scores } from "./mutation/scores.ts";
import { findTestFiles, type MeasuredTest, measure } from "./mutation/tests.ts";
import { TreeCopy } from "./mutation/tree-copy.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const words = process.argv.slice(2);
const wanted = words.filter((word) => !word.startsWith("--"));
const listsSurvivors = words.includes("--survivors");
/** Half of a test is waiting for Python; more than this would measure the machine. */
const WORKERS = 2;
/** Milliseconds for all tests without a mutant. */
const PATIENCE = 1_800_000;

const scores = new Scores();
let isStopped = false;
// What is known so far is printed all the same.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    isStopped = true;
  });
}
const copies = Array.from({ length: WORKERS }, () => new TreeCopy(root));
try {
  await mutate();
} finally {
  for (const copy of copies) copy.dispose();
}

async function mutate(): Promise<void> {
  const tests = await measureAll();
  const all = makeMutants(join(root, "src"));
  const mutants = all.filter((mutant) => isWanted(mutant) && isCheckable(mutant, tests));
  const ids = idsOfChecks(mutants).filter((id) => wanted.length === 0 || wanted.includes(id));
  if (!words.includes("--first")) await judgeAll(mutants, tests);
  await share(ids, (id, copy) => guard(id, mutants, tests, copy));
  const unguarded = ids.filter((id) => !scores.guarded.has(id));
  if (!words.includes("--first")) process.stdout.write(`${scores.rows(listsSurvivors)}\n`);
  process.stdout.write(
    `${ids.length - unguarded.length} of ${ids.length} checks have a mutant that their tests kill.\n`,
  );
  if (isStopped) process.stdout.write("Stopped before the end.\n");
  else if (unguarded.length > 0) process.stdout.write(`No mutant was killed of ${unguarded.join(", ")}.\n`);
  if (isStopped || unguarded.length > 0) process.exitCode = 1;
}

function isWanted({ ids, file }: Mutant): boolean {
  return wanted.length === 0 || wanted.some((word) => ids.includes(word) || (/[./]/.test(word) && file.includes(word)));
}

/** Code beside the checks counts where their tests run it. */
function isCheckable(mutant: Mutant, tests: readonly MeasuredTest[]): boolean {
  return mutant.ids.length > 0 || testsOf(mutant, tests).length > 0;
}

/** Gives the workers one thing after another. */
async function share<T>(things: Iterable<T>, work: (thing: T, copy: TreeCopy) => Promise<void>): Promise<void> {
  const waiting = [...things];
  const take = async (copy: TreeCopy) => {
    for (let next = waiting.shift(); next !== undefined && !isStopped; next = waiting.shift()) await work(next, copy);
  };
  await Promise.all(copies.map(take));
}

/** All tests without a mutant, each worker its part of the files. */
async function measureAll(): Promise<MeasuredTest[]> {
  const files = findTestFiles(root);
  const parts = copies.map((_, worker) => files.filter((_, index) => index % WORKERS === worker));
  const measured = await Promise.all(parts.map((part, worker) => measure(part, copies[worker] as TreeCopy, PATIENCE)));
  const failed = measured.flatMap((one) => one.failed);
  if (failed.length > 0) note(`Left out, because they are skipped or fail without a mutant: ${failed.join("; ")}`);
  // The same tests as they are run on mutants: what fails here would kill every mutant.
  const again = await Promise.all(measured.map(({ tests }, worker) => run(tests, copies[worker] as TreeCopy)));
  for (const { failed } of again) if (failed !== undefined) throw new Error(`Without a mutant, this fails: ${failed}`);
  const tests = measured.flatMap((one) => one.tests);
  note(`${tests.length} tests measured`);
  return tests;
}

async function judgeAll(mutants: readonly Mutant[], tests: readonly MeasuredTest[]): Promise<void> {
  let done = 0;
  // What most checks depend on comes first, so that a run that is stopped has it.
  const inOrder = [...mutants].sort((a, b) => b.ids.length - a.ids.length);
  await share(inOrder, async (mutant, copy) => {
    const survivor = scores.add(mutant, await judge(mutant, testsOf(mutant, tests), copy));
    if (listsSurvivors && survivor !== undefined) process.stdout.write(`${survivor}\n`);
    done += 1;
    if (done % 50 === 0) note(`${done} of ${mutants.length}; ${scores.sum()}`);
  });
}

/** Looks for a mutant of a check that a test of its id kills, where none was among those that other tests killed first. */
async function guard(id: string, mutants: readonly Mutant[], tests: readonly MeasuredTest[], copy: TreeCopy) {
  const own = mutants.filter(({ ids }) => ids.includes(id)).sort((a, b) => a.ids.length - b.ids.length);
  for (const mutant of own) {
    if (scores.guarded.has(id)) return;
    const ofId = testsOf(mutant, tests).filter(({ ids }) => ids.includes(id));
    if (ofId.length > 0) scores.addGuards(mutant, (await judge(mutant, ofId, copy)).by);
  }
}

function note(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
