// The table that the runs over test/field end with: repository, expected, seen.
import type { SeenRun } from "./compare.ts";
import type { ExpectedRun } from "./expected.ts";

export interface Row {
  readonly repository: string;
  readonly expected: string;
  readonly seen: string;
  readonly isAsExpected: boolean;
}

/** @param number of the run, from 1; @param differences how many there are */
export function rowOf(
  name: string,
  number: number,
  expected: ExpectedRun,
  seen: SeenRun | undefined,
  differences: number,
): Row {
  const places = (expected.errors ?? []).map(({ place }) => place ?? "no place");
  const checks = (expected.findings ?? []).map(({ check }) => check);
  const found = (seen?.findings ?? []).filter(({ check, severity }) => severity !== "notice" || checks.includes(check));
  return {
    repository: `${name} ${number}`,
    expected: cell(expected.verdict, [...checks, ...places]),
    seen: seen === undefined ? "nothing" : cell(seen.verdict, [...found, ...seen.errors].map(shortOf)),
    isAsExpected: differences === 0,
  };
}

function shortOf(one: { readonly check?: string; readonly place: string }): string {
  return one.check ?? (one.place || "no place");
}

function cell(verdict: string, details: readonly string[]): string {
  const each = [...new Set(details)];
  const some = each.length > 4 ? [...each.slice(0, 3), `${each.length - 3} more`] : each;
  return some.length === 0 ? verdict : `${verdict}: ${some.join(" ")}`;
}

export function tableOf(rows: readonly Row[]): string {
  const heading = ["repository", "expected", "seen"] as const;
  const widths = heading.map((name) => Math.max(name.length, ...rows.map((row) => row[name].length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  const body = rows.map(({ isAsExpected, repository, expected, seen }) =>
    line([repository, expected, isAsExpected ? seen : `${seen}   <- not as expected`]),
  );
  const right = rows.filter(({ isAsExpected }) => isAsExpected).length;
  const repositories = new Set(rows.map(({ repository }) => repository.replace(/ \d+$/, ""))).size;
  const counts = `${repositories} repositories, ${rows.length} runs: ${right} as expected, ${rows.length - right} not.`;
  return [line(heading), ...body, counts].join("\n");
}
