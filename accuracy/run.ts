// Compares verdicts with what images do, and writes docs/accuracy.md.
//   npm run accuracy                          every row
//   npm run accuracy -- --missing             only rows without a result
//   npm run accuracy -- --python 3.9 opencv   rows of one Python, whose case contains one of the words
//   npm run accuracy -- --audit               asks auditwheel about recorded rows that have no answer of it yet
//   npm run accuracy -- --page                only the page, from the recorded results
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { formatted } from "../scripts/formatted.ts";
import { createWorkspace } from "../test/support/machine/workspace.ts";
import { keyOf, opinionOn, type Row, readResults, readRows } from "./cases.ts";
import { imagesFor } from "./images.ts";
import { page } from "./page.ts";
import { auditRow, runRow } from "./run-row.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const AT_ONCE = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    audit: { type: "boolean" },
    missing: { type: "boolean" },
    page: { type: "boolean" },
    python: { type: "string" },
  },
});
const results = new Map(readResults().map((result) => [keyOf(result), result]));
const all = readRows();
const cleanups: (() => void | Promise<void>)[] = [];
const home = createWorkspace({ after: (clean) => cleanups.push(clean) });

const waiting = values.page ? [] : all.filter(isWanted);
const count = waiting.length;
await Promise.all(Array.from({ length: AT_ONCE }, work));
for (const clean of cleanups.reverse()) await clean();
record();

function isWanted(row: Row): boolean {
  const result = results.get(keyOf(row));
  if (values.missing && result !== undefined) return false;
  if (values.audit && (result === undefined || result.auditwheel !== undefined)) return false;
  if (values.python !== undefined && row.python !== values.python) return false;
  return positionals.length === 0 || positionals.some((word) => row.name.includes(word));
}

async function work(): Promise<void> {
  for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
    const own: (() => void | Promise<void>)[] = [];
    const label = `[${count - waiting.length}/${count}] ${keyOf(row)}`;
    try {
      const images = await imagesFor(row.python);
      if (typeof images === "string") throw new Error(images);
      const t = { after: (clean: () => void | Promise<void>) => void own.push(clean) };
      const known = values.audit ? results.get(keyOf(row)) : undefined;
      const result = known ? await auditRow(t, row, images, home, known) : await runRow(t, row, images, home);
      results.set(keyOf(row), result);
      process.stdout.write(`${label}: ${result.verdict}, ${opinionOn(result)}\n`);
      record();
    } catch (error) {
      process.stdout.write(`${label}: no result: ${(error as Error).message}\n`);
    }
    for (const clean of own.reverse()) await clean();
  }
}

/** In the order of the cases. */
function record(): void {
  const ordered = all.flatMap((row) => results.get(keyOf(row)) ?? []);
  for (const [path, text] of [
    ["accuracy/results.json", JSON.stringify(ordered)],
    ["docs/accuracy.md", page(ordered)],
  ] as const)
    writeFileSync(join(ROOT, path), formatted(text, path));
}
