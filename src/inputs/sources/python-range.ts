import type { PythonWish } from "./source.ts";

/** The minor versions of Python 3 that a range can name. */
const MINORS = Array.from({ length: 20 }, (_, minor) => minor);
/** A release within a minor version that is compared in place of all of them. */
const PATCHES = Array.from({ length: 40 }, (_, patch) => patch);

/**
 * What a range of versions means for Python, both as PEP 440 and as conda write it: `>=3.9,<3.12`, `~=3.9`, `3.9.*`, `=3.9`,
 * `3.9|3.10`. Only the minor version matters: a mount is the same for all releases of one.
 * @returns `undefined` if the text is no range
 */
export function pythonWish(text: string, line: number | undefined): PythonWish | undefined {
  const alternatives = text.split("|").map((range) => range.split(",").map((clause) => clauseOf(clause)));
  if (alternatives.some((range) => range.includes(undefined))) return undefined;
  const ranges = alternatives as Clause[][];
  const allows = (minor: number) =>
    PATCHES.some((patch) => ranges.some((range) => range.every((clause) => clause([3, minor, patch]))));
  return { text, line, minors: MINORS.filter(allows).map((minor) => `3.${minor}`) };
}

type Version = readonly number[];
type Clause = (version: Version) => boolean;

const CLAUSE = /^\s*(===|==|~=|!=|>=|<=|>|<|=)?\s*v?(\d+(?:\.\d+)*)(?:[a-z].*)?(\.?\*)?\s*$/;

/** One comparison; without an operator, or with one `=`, as conda means it: every version that starts so. */
function clauseOf(text: string): Clause | undefined {
  if (text.trim() === "*" || text.trim() === "") return () => true;
  const [, operator = "=", digits, star] = CLAUSE.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const bound = digits.split(".").map(Number);
  const starts = (version: Version) => bound.every((part, index) => version[index] === part);
  const order = (version: Version) => compare(version, bound);
  if (operator === "=" || (star !== undefined && operator.startsWith("=="))) return starts;
  if (operator === "!=") return (version) => (star === undefined ? order(version) !== 0 : !starts(version));
  if (operator === "~=")
    return (version) => order(version) >= 0 && bound.slice(0, -1).every((n, i) => version[i] === n);
  if (operator === ">=") return (version) => order(version) >= 0;
  if (operator === "<=") return (version) => order(version) <= 0;
  if (operator === ">") return (version) => order(version) > 0;
  if (operator === "<") return (version) => order(version) < 0;
  return (version) => order(version) === 0 || (bound.length < 3 && starts(version));
}

function compare(version: Version, bound: Version): number {
  for (let index = 0; index < 3; index += 1) {
    const difference = (version[index] ?? 0) - (bound[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
