// Runs test files in one process and writes what each test executed: a line of JSON per test, on standard output.
//   node scripts/mutation/coverage-by-test.mjs <directory of sources> <test file> …
import { writeSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { afterEach, beforeEach } from "node:test";
import { pathToFileURL } from "node:url";

const [, , sources, ...files] = process.argv;
const prefix = pathToFileURL(`${sources}/`).href;
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

/** What ran since the last call, by file relative to the sources: ranges with their counts. */
async function taken() {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const ours = result.filter(({ url }) => url.startsWith(prefix));
  return ours.map(({ url, functions }) => [url.slice(prefix.length), functions.flatMap(({ ranges }) => ranges)]);
}

let allAreLoaded;
const loading = new Promise((resolve) => {
  allAreLoaded = resolve;
});

beforeEach(async () => {
  // What modules do when they are loaded is no test's.
  await loading;
  await taken();
});

afterEach(async ({ name }) => {
  writeSync(1, `${JSON.stringify({ name, coverage: Object.fromEntries(await taken()) })}\n`);
});

for (const file of files) await import(pathToFileURL(file).href);
allAreLoaded();
