// A reporter for node's test runner, beside its own: the run fails when a function of src/ did not run in any process.
import { readdirSync } from "node:fs";
import { coverageIn, unbundled } from "./coverage.mjs";

/** Functions that only another machine can run: each with the reason. */
const ELSEWHERE = new Map([
  ["src/python/interpreter/candidates.ts: listedByLauncher", "Windows"],
  ["src/python/interpreter/candidates.ts: windowsPaths", "Windows"],
  ["src/host/process/running.ts: fromPs", "macOS"],
]);

export default async function* coverageReporter(events) {
  const skipped = { "package index": 0, "container engine": 0 };
  for await (const { type, data } of events) {
    const missing = type === "test:pass" ? missingFor(data) : undefined;
    if (missing !== undefined) skipped[missing] += 1;
    // The plan of the run, which is no file's, comes when every process has ended, before the lines that count the tests.
    if (type !== "test:plan" || data.file !== undefined) continue;
    const { counts, faults } = judge(process.env.NODE_V8_COVERAGE);
    const reasons = Object.entries(skipped).filter(([, count]) => count > 0);
    const why = reasons.map(([what, count]) => `${count} tests had no ${what}`).join(", ");
    if (why !== "") yield `${counts} Not judged: ${why}.\n`;
    else yield `${[counts, ...faults].join("\n")}\n`;
    if (why === "" && faults.length > 0) process.exitCode = 1;
  }
}

/** What a test that was skipped needs and did not have, if functions of src/ may run in it alone. */
function missingFor({ skip, file = "" }) {
  if (typeof skip !== "string") return undefined;
  if (/package index/.test(skip)) return "package index";
  return /[\\/]test[\\/]engine[\\/]/.test(file) ? "container engine" : undefined;
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
