// docs/document-coverage.md as data: each row of Microsoft's document with the tests that prove it, and whether they ran.

export interface Row {
  section: string;
  text: string;
  serves: string;
  proofs: Proof[];
}

/** A test as the page names it; `${…}` in its name stands for any text. */
export interface Proof {
  file: string;
  name: string;
}

export function rowsOf(page: string): Row[] {
  return page
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => rowsOfSection(section));
}

function rowsOfSection(section: string): Row[] {
  const [title = "", ...lines] = section.split("\n");
  const table = lines.filter((line) => line.startsWith("|")).slice(2);
  return table.map((line) => {
    const [text = "", serves = "", proof = ""] = line
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    const proofs = proof.split("<br>").map((one) => {
      const [, file, name] = /^`(test\/[\w/-]+\.test\.ts)`: (.+)$/.exec(one.trim()) ?? [];
      if (file === undefined || name === undefined) throw new Error(`${title}, ${text}: no proof: ${one}`);
      return { file, name };
    });
    return { section: title, text, serves, proofs };
  });
}

/** The call that defines a test of this name, up to its body: `test("name", { skip: … }, `; and its line, from 1. */
export function definition(source: string, name: string): { call: string; line: number } | undefined {
  const calls = source.matchAll(
    /^\s*(?:it|test)(\.\w+)?\(\s*(?:"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)(.*?)(?:=>|function)/gms,
  );
  for (const { 0: call, 2: plain, 3: template, index } of calls) {
    if ((plain ?? template) !== name) continue;
    const before = source.slice(0, index + call.search(/\S/));
    return { call, line: before.split("\n").length };
  }
  return undefined;
}

/** A test or suite as node's runner tells of it. */
export interface Told {
  type: "test" | "suite";
  /** Relative to the repository, with slashes. */
  file: string;
  name: string;
  /** Both from 1. */
  line: number;
  column: number;
  /** The reason, or true. */
  skip?: string | boolean | undefined;
  todo?: string | boolean | undefined;
}

/** `lack`: what this machine has not got, which is nobody's fault. `fault`: why a test that should have run did not. */
export type Outcome = { ran: true } | { ran: false; lack: string } | { ran: false; fault: string };

/** How tests say what a machine may lack: an index, a Python, a compiler, Linux. */
const LACK = /^no .+ (here|on this machine)\b|^packages for the image are built on Linux$/;

/** @param sourceOf the text of a test file that was run */
export function outcomeOf({ file, name }: Proof, told: readonly Told[], sourceOf: (file: string) => string): Outcome {
  const ofFile = told.filter((one) => one.file === file);
  if (ofFile.length === 0) return { ran: false, fault: "its file was not run" };
  const pattern = patternOf(name);
  const named = ofFile.filter((one) => one.type === "test" && pattern.test(one.name));
  // Of what stands in a skipped suite, node tells nothing.
  const found = named.length > 0 ? named : ofFile.filter((one) => one.skip && encloses(one, name, sourceOf(file)));
  const faults = found.flatMap(({ skip, todo }) => (todo ? ["it is still to be done"] : (faultOf(skip) ?? [])));
  if (faults[0] !== undefined) return { ran: false, fault: faults[0] };
  if (found.some(({ skip }) => !skip)) return { ran: true };
  const lack = found.map(({ skip }) => skip).find((skip) => typeof skip === "string");
  return lack === undefined ? { ran: false, fault: "no test of that name ran" } : { ran: false, lack };
}

function patternOf(name: string): RegExp {
  const parts = name.split(/\$\{[^}]*\}/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`, "s");
}

function faultOf(skip: Told["skip"]): string | undefined {
  if (!skip) return undefined;
  if (skip === true) return "it is skipped without a reason";
  return LACK.test(skip) ? undefined : `it is skipped: ${skip}`;
}

/** Whether the test's definition stands in the suite, which ends at the first closing bracket as far left as it began. */
function encloses({ type, line, column }: Told, name: string, source: string): boolean {
  const inner = definition(source, name)?.line;
  if (type !== "suite" || inner === undefined || inner <= line) return false;
  const end = new RegExp(`^ {${column - 1}}\\}?\\);`);
  return !source
    .split("\n")
    .slice(line, inner)
    .some((one) => end.test(one));
}
