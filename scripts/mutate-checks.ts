// Turns every decision of every check, one at a time, and runs the tests that name the check's id.
//   npm run mutate                    every id; exit code 1 when an id has no mutant that its tests kill
//   npm run mutate -- M1 H12          these ids
//   npm run mutate -- --first         per id only until the first mutant is killed
//   npm run mutate -- --survivors     also lists the mutants that no test noticed
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Mutant, makeMutants } from "./mutants.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const words = process.argv.slice(2);
const onlyFirst = words.includes("--first");
const wanted = words.filter((word) => !word.startsWith("--"));
/** Milliseconds; a mutant that takes longer runs for ever. */
const PATIENCE = 120_000;

interface Score {
  killed: number;
  readonly survivors: Mutant[];
}

const mutants = makeMutants(join(root, "src")).filter(isWanted);
const scores = new Map(mutants.map(({ id }): [string, Score] => [id, { killed: 0, survivors: [] }]));
const tests = testsById();
await Promise.all(Array.from({ length: availableParallelism() }, work));
report();

function isWanted({ id }: Mutant): boolean {
  return wanted.length === 0 || id.split("|").some((one) => wanted.includes(one));
}

/** The files among test/checks that name an id. */
function testsById(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of readdirSync(join(root, "test/checks"))) {
    const text = readFileSync(join(root, "test/checks", file), "utf8");
    const ids = new Set(
      [...text.matchAll(/["'`]([A-Z]+[0-9]+) (?:finds|leaves alone) /g)].map((match) => match[1] ?? ""),
    );
    for (const id of ids) found.set(id, [...(found.get(id) ?? []), `test/checks/${file}`]);
  }
  return found;
}

/** Takes mutants until none is left, in a copy of its own. */
async function work(): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), "azureml-extra-packages-mutants-"));
  for (const part of ["src", "test", "package.json", "tsconfig.json"])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  for (let mutant = mutants.shift(); mutant !== undefined; mutant = mutants.shift()) {
    const score = scores.get(mutant.id) as Score;
    if (onlyFirst && score.killed > 0) continue;
    if (await isKilled(mutant, copy)) score.killed += 1;
    else score.survivors.push(mutant);
  }
  rmSync(copy, { recursive: true });
}

async function isKilled({ id, file, start, end, text }: Mutant, copy: string): Promise<boolean> {
  const place = join(copy, "src", file);
  const source = readFileSync(place, "utf8");
  writeFileSync(place, source.slice(0, start) + text + source.slice(end));
  const files = new Set(id.split("|").flatMap((one) => tests.get(one) ?? []));
  const passed = await Promise.all([...files].map((test) => passes(test, id, copy)));
  writeFileSync(place, source);
  return passed.includes(false);
}

/** Whether the tests that bear the id pass. */
function passes(file: string, id: string, directory: string): Promise<boolean> {
  const args = ["--no-warnings", `--test-name-pattern=^(${id}) `, file];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: directory,
      stdio: "ignore",
      timeout: PATIENCE,
      killSignal: "SIGKILL",
    });
    child.on("close", (code) => resolve(code === 0));
  });
}

function report(): void {
  const rows = [...scores].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
  for (const [id, { killed, survivors }] of rows) {
    process.stdout.write(
      `${id.padEnd(14)} ${String(killed).padStart(3)} killed ${String(survivors.length).padStart(3)} survived\n`,
    );
    if (!words.includes("--survivors")) continue;
    for (const { file, line, what } of survivors) process.stdout.write(`       src/${file}:${line}: ${what}\n`);
  }
  const sum = (count: (score: Score) => number) => rows.reduce((total, [, score]) => total + count(score), 0);
  const [killed, survived] = [sum((score) => score.killed), sum(({ survivors }) => survivors.length)];
  const unguarded = rows.filter(([, score]) => score.killed === 0).map(([id]) => id);
  process.stdout.write(
    `${rows.length} checks, ${killed + survived} mutants: ${killed} killed, ${survived} survived.\n`,
  );
  if (unguarded.length === 0) return;
  process.stdout.write(`No mutant was killed of ${unguarded.join(", ")}.\n`);
  process.exitCode = 1;
}
