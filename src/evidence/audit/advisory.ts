import { normalisedName } from "../../util/text.ts";

/** The part of an OSV record (https://ossf.github.io/osv-schema/) that is about one distribution of PyPI. */
export interface Advisory {
  readonly id: string;
  readonly aliases: readonly string[];
  /** One line; `""` if there is none. */
  readonly summary: string;
  /** The versions that are affected, as they are listed. */
  readonly versions: readonly string[];
  /** Ranges of versions (PEP 440), each as its events. */
  readonly ranges: readonly (readonly AdvisoryEvent[])[];
}

/** What begins or ends a range: `["introduced", "0"]`, `["fixed", "1.2"]`, `["last_affected", "1.1"]`. */
export type AdvisoryEvent = readonly ["introduced" | "fixed" | "last_affected", string];

/** A record that was parsed, with what it says of each distribution of PyPI, by normalised name. */
export interface AdvisoryRecord {
  readonly id: string;
  /** When it was last changed, as ISO 8601; `""` if that is not known. */
  readonly modified: string;
  readonly advisories: ReadonlyMap<string, Advisory>;
}

const LONGEST_SUMMARY = 200;

/** @throws Error if `value` is no OSV record */
export function readRecord(value: unknown): AdvisoryRecord {
  const { id, aliases, summary, details, affected, withdrawn, modified } = objectOf(value);
  if (typeof id !== "string" || id === "") throw new Error("it has no id");
  if (affected !== undefined && !Array.isArray(affected)) throw new Error(`"affected" of ${id} is not a list`);
  const words = [summary, details].find((text) => typeof text === "string" && text.trim() !== "");
  const common = { id, aliases: textsIn(aliases), summary: firstLine(words) };
  const advisories = new Map<string, Advisory>();
  for (const one of withdrawn === undefined || withdrawn === null ? (affected ?? []) : []) {
    const { package: about, versions, ranges } = objectOf(one);
    const { ecosystem, name } = objectOf(about ?? {}); // a record of a repository names no package
    if (ecosystem !== "PyPI" || typeof name !== "string") continue;
    const before = advisories.get(normalisedName(name));
    advisories.set(normalisedName(name), {
      ...common,
      versions: [...(before?.versions ?? []), ...textsIn(versions)],
      ranges: [...(before?.ranges ?? []), ...rangesIn(ranges)],
    });
  }
  return { id, modified: typeof modified === "string" ? modified : "", advisories };
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Error("it is not an object");
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** Ranges of commits (`GIT`) say nothing about versions. */
function rangesIn(value: unknown): AdvisoryEvent[][] {
  const ranges = Array.isArray(value) ? value.map(objectOf) : [];
  const ofVersions = ranges.filter(({ type, events }) => type === "ECOSYSTEM" && Array.isArray(events));
  return ofVersions.map(({ events }) => (events as unknown[]).flatMap(eventsIn));
}

function eventsIn(value: unknown): AdvisoryEvent[] {
  const event = objectOf(value);
  return (["introduced", "fixed", "last_affected"] as const).flatMap((kind) => {
    const version = event[kind];
    return typeof version === "string" ? [[kind, version] as const] : [];
  });
}

function firstLine(text: unknown): string {
  const [line = ""] = typeof text === "string" ? text.trim().split(/\r?\n/) : [];
  return line.length > LONGEST_SUMMARY ? `${line.slice(0, LONGEST_SUMMARY)}…` : line;
}
