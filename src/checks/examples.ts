// What to change in a file so that a check finds nothing, as an example: the lines before and after.
import table from "./examples.json" with { type: "json" };

export interface Example {
  /** Its name, or `shell` for a command that is typed. */
  readonly file: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export const EXAMPLES: Readonly<Record<string, Example>> = table.examples;

const REASONS = new Map(table.without.flatMap(({ because, checks }) => checks.map((id) => [id, because] as const)));

/** Why a check has no example; an empty text if it has one. */
export function whyNoExample(id: string): string {
  return REASONS.get(id) ?? "";
}

/** Where the lines are, in Markdown. */
export function placeOf({ file }: Example): string {
  if (file === "shell") return "on the command line";
  return file === "workflow.yml" ? "in the inputs of the step" : `in \`${file}\``;
}

/** The lines as a diff: what both have in common at the beginning and at the end is shown once. */
export function diffOf({ before, after }: Example): string[] {
  const same = (at: (lines: readonly string[], index: number) => string | undefined, most: number) => {
    let count = 0;
    while (count < most && at(before, count) === at(after, count)) count += 1;
    return count;
  };
  const shortest = Math.min(before.length, after.length);
  const first = same((lines, index) => lines[index], shortest);
  const last = same((lines, index) => lines.at(-1 - index), shortest - first);
  const changed = (lines: readonly string[], sign: string) =>
    lines.slice(first, lines.length - last).map((line) => `${sign}${line}`);
  const kept = (lines: readonly string[]) => lines.map((line) => ` ${line}`);
  return [
    ...kept(before.slice(0, first)),
    ...changed(before, "-"),
    ...changed(after, "+"),
    ...kept(before.slice(before.length - last)),
  ];
}
