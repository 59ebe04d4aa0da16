// A reporter for node's test runner, beside its own: the run fails when a test that docs/document-coverage.md names did
// not run in it. What a machine lacks may skip one, and is told.
import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { outcomeOf, rowsOf } from "./document-coverage.ts";
import { suiteOf } from "./suites.mjs";

const PAGE = "docs/document-coverage.md";
/** The suites that this run is to have whole. */
const asked = (process.env.AEP_SUITES ?? "").split(" ");

export default async function* documentReporter(events) {
  const told = [];
  let judged = false;
  for await (const { type, data } of events) {
    if (type === "test:pass" || type === "test:fail") told.push(plain(data));
    // The plan of the run, which is no file's, comes right before the lines that count the tests.
    if (type !== "test:plan" || data.file !== undefined) continue;
    judged = true;
    yield `${judge(told).join("\n")}\n`;
  }
  if (judged) return;
  process.exitCode = 1;
  yield `${PAGE}: nothing was compared with it, for the run did not say its end.\n`;
}

function plain({ details, file = "", name, line, column, skip, todo }) {
  const path = relative(process.cwd(), file).split(sep).join("/");
  return { type: details.type, file: path, name, line, column, skip, todo };
}

/** The words about the run, which also decide its exit code. */
function judge(told) {
  const proofs = rowsOf(readFileSync(PAGE, "utf8"))
    .flatMap((row) => row.proofs.map((proof) => ({ row, proof })))
    .filter(({ proof }) => asked.includes(suiteOf(proof.file)))
    .map(({ row, proof }) => ({ row, proof, outcome: outcomeOf(proof, told, (file) => readFileSync(file, "utf8")) }));
  const faults = proofs.filter(({ outcome }) => outcome.fault !== undefined);
  if (faults.length > 0) process.exitCode = 1;
  const ran = proofs.filter(({ outcome }) => outcome.ran).length;
  return [
    `${PAGE}: ${ran} of its ${proofs.length} proofs ran.`,
    ...lacks(proofs).map(([lack, count]) => `  ${count} skipped: ${lack}`),
    ...faults.map(
      ({ row, proof, outcome }) =>
        `  ✖ ${row.section}, “${row.text}”: ${proof.file}: “${proof.name}” did not run: ${outcome.fault}`,
    ),
  ];
}

/** Each lack with the number of proofs that it cost. */
function lacks(proofs) {
  const counts = new Map();
  for (const { outcome } of proofs)
    if (outcome.lack !== undefined) counts.set(outcome.lack, (counts.get(outcome.lack) ?? 0) + 1);
  return [...counts];
}
