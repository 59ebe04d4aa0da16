// The tests that can notice a mutant of the checks, and the places of src that each of them executes.
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { TreeCopy } from "./tree-copy.ts";

/** Where the tests of checks are, and what a file imports that tests parts of checks. */
const TESTS_OF_CHECKS = /^test\/checks\//;
const IMPORTS_PARTS = /from "(?:\.\.\/)+src\/(?:checks|evidence)\//;
/** A bundle has no mutants in it. */
const RUNS_BUNDLE = /^test\/(?:scenarios|support|packages|clients|act|workflows)\/|\/support\/(?:[\w-]+\/)*cli\.ts"/;

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

export interface MeasuredTest {
  /** Relative to the repository. */
  readonly file: string;
  readonly name: string;
  /** Of the checks that the name begins with. */
  readonly ids: readonly string[];
  /** Without a mutant. */
  readonly milliseconds: number;
  /** By file relative to src. */
  readonly coverage: Readonly<Record<string, readonly Range[]>>;
}

/** The files below a repository with tests of checks, or of parts of them. */
export function findTestFiles(root: string): string[] {
  const paths = readdirSync(join(root, "test"), { recursive: true }).map((path) => `test/${String(path)}`);
  const files = paths.map((path) => path.split(sep).join("/")).filter((path) => path.endsWith(".test.ts"));
  return files.sort().filter((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return (TESTS_OF_CHECKS.test(file) || IMPORTS_PARTS.test(text)) && !RUNS_BUNDLE.test(`${file}\n${text}`);
  });
}

/** The ids that a test's name begins with, such as those of `R1 and R2 look …`. */
export function idsIn(name: string): string[] {
  const [named = ""] = /^[A-Z]+[0-9]+(?:(?:, | and )[A-Z]+[0-9]+)*(?![^ ,])/.exec(name) ?? [];
  return named.match(/[A-Z]+[0-9]+/g) ?? [];
}

/**
 * Runs tests without a mutant, in one process.
 *
 * @param patience milliseconds
 * @returns what passed, with what it executed, and the names of what did not
 */
export async function measure(files: readonly string[], copy: TreeCopy, patience: number) {
  const lines = await copy.measure(files, patience);
  const coverage = new Map<string, MeasuredTest["coverage"]>();
  const tests: MeasuredTest[] = [];
  const failed: string[] = [];
  for (const line of lines.map((text) => JSON.parse(text))) {
    const { name, file, passed, milliseconds } = line;
    if (line.coverage) coverage.set(name, line.coverage);
    else if (!passed) failed.push(name);
    else if (coverage.has(name)) {
      const known = { name, ids: idsIn(name), milliseconds, coverage: coverage.get(name) ?? {} };
      tests.push({ ...known, file: copy.relative(file) });
    }
  }
  return { tests, failed };
}

/** Whether a test executes a place of a file. */
export function executes({ coverage }: MeasuredTest, file: string, at: number): boolean {
  const around = (coverage[file] ?? []).filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset);
  const [innermost] = around.sort((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset));
  return innermost !== undefined && innermost.count > 0;
}
