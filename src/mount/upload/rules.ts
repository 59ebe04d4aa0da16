import { relative } from "node:path";
import { slashed } from "../../util/text.ts";
import { type Pattern, RefusedPattern, readPattern, stripped } from "./pattern.ts";

/** A line of an ignore file that matches files. */
export interface Rule extends Pattern {
  /** Counted from 1. */
  readonly number: number;
  /** Without whitespace at both ends. */
  readonly text: string;
}

/** A line at which the client raises an exception. */
export interface RefusedLine {
  readonly number: number;
  readonly problem: string;
}

/** The rules of an ignore file. */
export class Rules {
  readonly refused: RefusedLine[] = [];
  readonly #base: string;
  readonly #rules: readonly Rule[];
  /** Indexes of the rules, the last one first: those that match one name anywhere, and the others. */
  readonly #ofNames: readonly number[];
  readonly #ofPaths: readonly number[];
  /** Results of `#lastOfName`, by name of the file or directory. */
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
   * The line that excludes a file; `undefined` if the file is uploaded. The last line that matches decides (since 1.4;
   * before, the first).
   * @param directory absolute and without links
   */
  excluding(directory: string): (name: string) => Rule | undefined {
    const relativePath = slashed(relative(this.#base, directory));
    const prefix = relativePath === "" ? "" : `${relativePath}/`;
    return (name) => {
      const rule = this.#rules[this.#lastOf(prefix + name)];
      return rule?.negated ? undefined : rule;
    };
  }

  /** Index of the last rule that matches, or −1. */
  #lastOf(path: string): number {
    // The lines that include a whole mount again are at the end.
    const atTheEnd = this.#lastOfPath(path, this.#ofNames[0] ?? -1);
    if (atTheEnd >= 0) return atTheEnd;
    const names = path.split("/");
    const file = this.#lastOfName(names.pop() ?? "", "file");
    const last = names.reduce((most, name) => Math.max(most, this.#lastOfName(name, "directory")), file);
    return Math.max(last, this.#lastOfPath(path, last));
  }

  /** Among the rules after that index that match whole paths. */
  #lastOfPath(path: string, behind: number): number {
    for (const index of this.#ofPaths) {
      if (index <= behind) break;
      if (this.#rules[index]?.matches(path)) return index;
    }
    return -1;
  }

  /** Among the rules that match one name. Cached: a large mount has many paths, but few directory names. */
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

/** Whether a rule matches a path if it matches one name in it: `*.so`, `lib/`, but not if brackets may match `/`. */
function isOfName(rule: Rule | undefined): boolean {
  const [first, name = "", below, more] = rule?.segments ?? [];
  const isFloating = first === "**" && name !== "" && (below === undefined || below === "**") && more === undefined;
  return isFloating && /^[^[]*(\[\w+\][^[]*)*$/.test(name);
}
