import data from "./server-trials.json" with { type: "json" };

/** Releases of the server, by whether they answered a request. */
export interface TrialRow {
  readonly answers: readonly string[];
  readonly fails: readonly string[];
  /** Of the newest release that fails. */
  readonly error?: string;
}

interface Trials {
  /** The releases that answer on this Python. */
  readonly servers: readonly string[];
  readonly packages: readonly (TrialRow & { readonly name: string; readonly series: string })[];
  readonly namespaces: readonly (TrialRow & { readonly namespace: string; readonly hidden: string })[];
}

const PYTHONS: Readonly<Record<string, Trials>> = data.pythons;

/** The part of a version that changes with incompatible releases: the first number, or the second while the first is 0. */
export function seriesOf(version: string): string {
  const [, major = version, minor = "0"] = /^(?:\d+!)?v?(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return major === "0" ? `0.${minor}` : major;
}

/** What the releases of the server for a Python do with something of a mount. */
export interface Tried {
  /** Oldest first. */
  readonly servers: readonly string[];
  /** Those of them that do not answer. */
  readonly fails: readonly string[];
  /** Of the newest that does not answer; `""` if all do. */
  readonly error: string;
}

/** Beside a package of the mount; `undefined` if its series was not tried. Releases that take it were not, and answer. */
export function triedBeside(name: string, version: string, minor: string): Tried | undefined {
  const trials = PYTHONS[minor];
  return triedOf(
    trials?.packages.filter((one) => one.name === name && one.series === seriesOf(version)),
    trials,
  );
}

/** In a namespace that lacks what some distributions have in it; `undefined` if none of them was tried. */
export function triedWithout(namespace: string, hidden: readonly string[], minor: string): Tried | undefined {
  const trials = PYTHONS[minor];
  return triedOf(
    trials?.namespaces.filter((one) => one.namespace === namespace && hidden.includes(one.hidden)),
    trials,
  );
}

function triedOf(rows: readonly TrialRow[] = [], trials: Trials | undefined): Tried | undefined {
  if (trials === undefined || rows.length === 0) return undefined;
  const { servers } = trials;
  const fails = servers.filter((one) => rows.some((row) => row.fails.includes(one)));
  return { servers, fails, error: rows.find((row) => row.fails.includes(fails.at(-1) ?? ""))?.error ?? "" };
}
