import { relative } from "node:path";
import { slashed } from "../../text.ts";
import { type Pattern, RefusedPattern, readPattern, stripped } from "./pattern.ts";

/** A line of an ignore file that decides about files. */
export interface Rule extends Pattern {
  /** Counted from 1. */
  readonly number: number;
  /** Without blanks at its ends. */
  readonly text: string;
}

/** A line at which the client ends. */
export interface RefusedLine {
  readonly number: number;
  readonly problem: string;
}

/** The lines of an ignore file, asked of files. */
export class Rules {
  readonly refused: RefusedLine[] = [];
  readonly #base: string;
  readonly #rules: readonly Rule[];
  /** Indexes of the rules, the last one first: those that ask for one name anywhere, and the others. */
  readonly #ofNames: readonly number[];
  readonly #ofPaths: readonly number[];
  /** By name of a file or directory, what `#lastOfName` found. */
  readonly #known = { file: new Map<string, number>(), directory: new Map<string, number>() };

  /** @param base absolute and without links */
  constructor(lines: readonly string[], base: string) {
    this.#base = base;
    this.#rules = lines.flatMap((line, index) => this.#read(line, index + 1));
    const indexes = [...this.#rules.keys()].reverse();
    this.#ofNames = indexes.filter((index) => isOfName(this.#rules[index]));
    this.#ofPaths = indexes.filter((index) => !isOfName(this.#rules[index]));
  }

  #read(line: string, number: number): Rule[] {
    try {
      const pattern = readPattern(line);
      return pattern === undefined ? [] : [{ ...pattern, number, text: stripped(line) }];
    } catch (error) {
      if (!(error instanceof RefusedPattern)) throw error;
      this.refused.push({ number, problem: error.message });
      return [];
    }
  }

  /**
   * The line that leaves out a file; `undefined` where the file is uploaded. The last line that matches decides (since
   * 1.4; before, the first).
   * @param directory absolute and without links
   */
  excluding(directory: string): (name: string) => Rule | undefined {
    const way = slashed(relative(this.#base, directory));
    const prefix = way === "" ? "" : `${way}/`;
    return (name) => {
      const rule = this.#rules[this.#lastOf(prefix + name)];
      return rule?.negated ? undefined : rule;
    };
  }

  /** Index of the last rule that matches, or −1. */
  #lastOf(path: string): number {
    // What takes a whole mount back stands at the end.
    const atTheEnd = this.#lastOfPath(path, this.#ofNames[0] ?? -1);
    if (atTheEnd >= 0) return atTheEnd;
    const names = path.split("/");
    const file = this.#lastOfName(names.pop() ?? "", "file");
    const last = names.reduce((most, name) => Math.max(most, this.#lastOfName(name, "directory")), file);
    return Math.max(last, this.#lastOfPath(path, last));
  }

  /** Of the rules behind that index that ask for whole paths. */
  #lastOfPath(path: string, behind: number): number {
    for (const index of this.#ofPaths) {
      if (index <= behind) break;
      if (this.#rules[index]?.matches(path)) return index;
    }
    return -1;
  }

  /** Of the rules that ask for one name: a large mount has many paths, and few names of directories. */
  #lastOfName(name: string, kind: "file" | "directory"): number {
    const known = this.#known[kind];
    let last = known.get(name);
    if (last === undefined) {
      const path = kind === "file" ? name : `${name}/`;
      last = this.#ofNames.find((index) => this.#rules[index]?.matches(path)) ?? -1;
      known.set(name, last);
    }
    return last;
  }
}

/** Whether a rule matches a path as soon as it matches one name in it: `*.so`, `lib/`, but not where brackets may span `/`. */
function isOfName(rule: Rule | undefined): boolean {
  const [first, name = "", below, more] = rule?.segments ?? [];
  const isFloating = first === "**" && name !== "" && (below === undefined || below === "**") && more === undefined;
  return isFloating && /^[^[]*(\[\w+\][^[]*)*$/.test(name);
}
