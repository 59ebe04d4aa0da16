// Which tests can notice a mutant, and whether they do.
import type { Mutant } from "../mutants.ts";
import { executes, idsIn, type MeasuredTest } from "./tests.ts";
import type { Patience, TreeCopy } from "./tree-copy.ts";

export interface Verdict {
  /** `idle`: no test runs the place. */
  readonly kind: "killed" | "survived" | "idle";
  readonly isTimeUp: boolean;
  /** Ids that the failing test bears. */
  readonly by: readonly string[];
}

/**
 * The tests that execute the place of a mutant, the likeliest first. Where they cannot be told apart, because every test
 * loads the module or V8 does not cover the language, these are the tests of the checks that reach it.
 */
export function testsOf({ file, at, ids, isAtLoad }: Mutant, tests: readonly MeasuredTest[]): MeasuredTest[] {
  const cannotTell = isAtLoad || !file.endsWith(".ts");
  const found = tests.filter((test) =>
    cannotTell ? test.ids.some((id) => ids.includes(id)) : executes(test, file, at),
  );
  const rank = (test: MeasuredTest) => (baseName(test.file) === baseName(file) ? 0 : test.ids.length > 0 ? 1 : 2);
  return found.sort((a, b) => rank(a) - rank(b) || a.milliseconds - b.milliseconds);
}

function baseName(path: string): string {
  return (path.split("/").at(-1) ?? "").replace(/(\.test)?\.\w+$/, "");
}

/** Tries a mutant on tests, in one process, until the first that fails. */
export async function judge(mutant: Mutant, tests: readonly MeasuredTest[], copy: TreeCopy): Promise<Verdict> {
  if (tests.length === 0) return { kind: "idle", isTimeUp: false, by: [] };
  const { failed, isTimeUp } = await copy.withChange(mutant.file, mutant, () => run(tests, copy));
  if (failed === undefined) return { kind: "survived", isTimeUp, by: [] };
  // A module that cannot be loaded, or a time that is up, fails all of them.
  return { kind: "killed", isTimeUp, by: failed === "" ? tests.flatMap(({ ids }) => ids) : idsIn(failed) };
}

export async function run(tests: readonly MeasuredTest[], copy: TreeCopy) {
  const files = [...new Set(tests.map(({ file }) => file))];
  const names = tests.map(({ name }) => name);
  return await copy.run(files, names, patienceFor(tests));
}

/** A mutant that takes many times as long as its tests take without it runs for ever. */
function patienceFor(tests: readonly MeasuredTest[]): Patience {
  const usual = tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return { milliseconds: 600_000 + 10 * usual, processorSeconds: 3 + (3 * usual) / 1000 };
}
