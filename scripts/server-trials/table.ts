// The table of the trials.
import type { TrialRow } from "../../src/images/server/server-trials.ts";

export type Beside = { readonly name: string; readonly series: string; readonly release: string };
export type Without = { readonly namespace: string; readonly hidden: string };

/** What was found out about a version of Python. */
export interface Tried {
  readonly date: string;
  readonly python: string;
  readonly servers: readonly string[];
  readonly packages: readonly (Beside & TrialRow)[];
  readonly namespaces: readonly (Without & TrialRow)[];
}

export interface Table {
  readonly pythons: Readonly<Record<string, Tried>>;
}

/**
 * The table with what a run found out about a Python.
 * @param only the packages that it was limited to: other rows stay; empty if it was not
 */
export function withTried(table: Table, minor: string, tried: Tried, only: readonly string[]): Table {
  const before = table.pythons[minor];
  const kept = only.length === 0 ? undefined : before;
  const others = kept?.packages.filter(({ name }) => !only.includes(name)) ?? [];
  const packages = [...others, ...tried.packages].sort(byName);
  const namespaces = kept?.namespaces ?? tried.namespaces;
  const pythons = Object.entries({ ...table.pythons, [minor]: { ...tried, packages, namespaces } });
  return { ...table, pythons: Object.fromEntries(pythons.sort(([a], [b]) => Number(a.slice(2)) - Number(b.slice(2)))) };
}

function byName(one: Beside, other: Beside): number {
  return one.name.localeCompare(other.name) || Number.parseFloat(one.series) - Number.parseFloat(other.series);
}

/** What a release of the server did beside something. */
export interface Outcome<Subject> {
  readonly subject: Subject;
  readonly server: string;
  /** Why it does not answer; `undefined` if it does. */
  readonly problem: string | undefined;
}

/** One row for each subject, in their order; servers in theirs. */
export function rowsOf<Subject extends object>(outcomes: readonly Outcome<Subject>[]): (Subject & TrialRow)[] {
  const bySubject = new Map<string, Outcome<Subject>[]>();
  for (const one of outcomes) {
    const key = JSON.stringify(one.subject);
    bySubject.set(key, [...(bySubject.get(key) ?? []), one]);
  }
  return [...bySubject.values()].map((same) => {
    const { subject } = same[0] as Outcome<Subject>;
    const failed = same.filter(({ problem }) => problem !== undefined);
    const error = failed.at(-1)?.problem;
    return {
      ...subject,
      answers: same.filter(({ problem }) => problem === undefined).map(({ server }) => server),
      fails: failed.map(({ server }) => server),
      ...(error === undefined ? {} : { error }),
    };
  });
}

/** An error without what differs from machine to machine. */
export function steadyError(problem: string): string {
  return problem
    .replace(/ \((?:unknown location|\/[^)]*)\)/g, "")
    .replace(/(?<![\w:/])(?:\/[\w.-]+)+\/(?=[\w.-]+)/g, "")
    .replace(/^the server exited with code \d+ before it was ready: /, "");
}
