// A reporter for node's test runner, beside its own: the run is red when a function of src/ did not run in any process.
import { readdirSync } from "node:fs";
import { coverageIn, unbundled } from "./coverage.mjs";

/** Functions that only another machine can run: each with the reason. */
const ELSEWHERE = new Map([
  ["src/python/places.ts: knownToLauncher", "Windows"],
  ["src/python/places.ts: windowsPlaces", "Windows"],
]);

export default async function* coverageReporter(events) {
  let withoutIndex = 0;
  for await (const { type, data } of events) {
    if (type === "test:pass" && /package index/.test(String(data.skip))) withoutIndex += 1;
    // The plan of the run, which is no file's, comes when every process has ended, before the lines that count the tests.
    if (type !== "test:plan" || data.file !== undefined) continue;
    const { counts, faults } = judge(process.env.NODE_V8_COVERAGE);
    if (withoutIndex > 0) yield `${counts} Not judged: ${withoutIndex} tests had no package index.\n`;
    else yield `${[counts, ...faults].join("\n")}\n`;
    if (withoutIndex === 0 && faults.length > 0) process.exitCode = 1;
  }
}

/** A sentence about the run, and a line for everything of src/ that did not run. */
function judge(directory) {
  const functions = [...coverageIn(directory)].flatMap(([file, names]) =>
    [...names].map(([name, ran]) => ({ name: `${file}: ${name}`, ran })),
  );
  const idle = functions.filter(({ name, ran }) => !ran && !ELSEWHERE.has(name));
  const ran = functions.filter(({ ran }) => ran).length;
  return {
    counts: `Coverage: ${ran} of ${functions.length} functions of src/ ran, in ${readdirSync(directory).length} processes.`,
    faults: [
      ...idle.map(({ name }) => `  ✖ ${name} did not run`),
      ...unbundled().map((file) => `  ✖ ${file} is in no bundle`),
    ],
  };
}
