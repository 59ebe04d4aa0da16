// The image catalogue as a file: what its rows are, and its text in the layout that Biome keeps.
import type { Answer } from "./facts.ts";

export interface Row {
  readonly name: string;
  readonly os?: string;
  readonly python: string;
  readonly pythonFull?: string;
  readonly condaEnvironment: string;
  readonly server?: string;
  /** Project → version specifier. */
  readonly packages?: Readonly<Record<string, string>>;
  readonly readsVariables: Answer;
  readonly appRoot?: string;
  readonly source: string;
  /** Fact → name in {@link Catalogue.sources}. */
  readonly sources?: Readonly<Record<string, string>>;
}

export interface Catalogue {
  readonly sources: Readonly<Record<string, { readonly label: string; readonly date: string }>>;
  readonly withoutServer: { readonly source: string; readonly names: readonly string[] };
  readonly systems: { readonly source: string; readonly glibc: Readonly<Record<string, readonly number[]>> };
  readonly images: readonly Row[];
}

/** Order of a row's fields, so that a new one is always in the same place. */
const FIELDS = [
  "name",
  "aliases",
  "os",
  "python",
  "pythonFull",
  "accelerator",
  "condaEnvironment",
  "server",
  "packages",
  "readsVariables",
  "appRoot",
  "readsModelCondaFile",
  "note",
  "status",
  "source",
  "sources",
];

const WIDTH = 120;
/** The file, its lists and the rows of these always have a line for each member. */
const ALWAYS_OPEN = 2;

/** A row with its fields in order, without those that are `undefined`. */
export function ordered(row: Row): Row {
  const known = Object.entries(row).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known.sort(([a], [b]) => FIELDS.indexOf(a) - FIELDS.indexOf(b))) as unknown as Row;
}

/** Without the sources and systems that nothing names any more. */
export function withoutUnused(catalogue: Catalogue): Catalogue {
  const named = catalogue.images.flatMap(({ source, sources = {} }) => [source, ...Object.values(sources)]);
  const sources = new Set([...named, catalogue.withoutServer.source]);
  const systems = new Set(catalogue.images.map(({ os }) => os));
  return {
    ...catalogue,
    sources: only(catalogue.sources, (name) => sources.has(name)),
    systems: { ...catalogue.systems, glibc: only(catalogue.systems.glibc, (name) => systems.has(name)) },
  };
}

function only<T>(record: Readonly<Record<string, T>>, isWanted: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => isWanted(name)));
}

/** The text of the file: what fits is on one line, as Biome leaves it. */
export function catalogueText(catalogue: Catalogue): string {
  return `${text(catalogue, 0, 0)}\n`;
}

/**
 * @param depth of nesting
 * @param taken columns of the line that its key and the comma behind it take
 */
function text(value: unknown, depth: number, taken: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const line = onOneLine(value);
  const isRow = "name" in value;
  const isOpen = depth < ALWAYS_OPEN || isRow;
  if (!isOpen && depth * 2 + taken + line.length <= WIDTH) return line;
  const indent = "  ".repeat(depth + 1);
  const members = Array.isArray(value)
    ? value.map((item) => text(item, depth + 1, 1))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${text(item, depth + 1, key.length + 5)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${members.map((member) => indent + member).join(",\n")}\n${"  ".repeat(depth)}${close}`;
}

function onOneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(", ")}]`;
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${onOneLine(item)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}
