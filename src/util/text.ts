import { sep } from "node:path";

/** Small helpers for what people read. */

const SIZES = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** Bytes for people: 1000-based, three digits. */
export function humanBytes(bytes: number): string {
  let value = bytes;
  let step = 0;
  // What is shown decides: 999,999 bytes are 1.00 MB, not 1000 kB.
  while (Number(value.toPrecision(3)) >= 1000 && step < SIZES.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${step === 0 ? value : value.toPrecision(3)} ${SIZES[step]}`;
}

/** `4.2 s`, `310 s`. */
export function humanSeconds(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return `${seconds.toFixed(seconds < 100 ? 1 : 0)} s`;
}

/** How much of a whole is done: `45 %`. */
export function percent(done: number, all: number): string {
  return `${Math.floor((100 * done) / all)} %`;
}

/** Without control characters, which a terminal would obey: `\x1b` instead. Tabs and line ends stay. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, (sign) =>
    sign === "\r" ? "" : `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

/** The same, but the colours that programs print stay: `\x1b[31m`. Hidden text is shown. */
export function printableInColour(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is kept
  const parts = text.split(/(\x1b\[(?:0|1|2|3|4|[349]\d)?(?:;(?:0|1|2|3|4|[349]\d))*m)/);
  return parts.map((part, index) => (index % 2 === 1 ? part : printable(part))).join("");
}

/** A path with forward slashes, as in repositories and in the container. */
export function slashed(path: string): string {
  return path.split(sep).join("/");
}

export function plural(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

/** Text in lines of at most `width` columns, if its words allow that. Code in backticks is one word, so that it can be copied. */
export function wrappedLines(text: string, width: number, widthOf = (words: string) => words.length): string[] {
  const lines: string[] = [];
  for (const word of wordsOf(text)) {
    const last = lines.at(-1);
    if (last === undefined || widthOf(last) + 1 + widthOf(word) > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  let inCode = false;
  for (const part of text.split(" ")) {
    if (inCode) words[words.length - 1] += ` ${part}`;
    else words.push(part);
    if (part.split("`").length % 2 === 0) inCode = !inCode;
  }
  return words;
}

/**
 * Escapes text for Markdown: tags are not interpreted, and `__init__` keeps its underscores. Text in backticks is code.
 */
export function literal(text: string): string {
  return text.replace(
    /(`[^`]*`)|[\\*<]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g,
    (sign, code?: string) => code ?? (sign === "<" ? "&lt;" : `\\${sign}`),
  );
}

/** A shorter prefix, or a typo in a shorter word, would match too many candidates. */
const SHORTEST_BEGINNING = 2;
const LETTERS_PER_TYPO = 3;

/**
 * The candidate that was probably meant by `word`: one that begins with it, else the one with the fewest typos, with at
 * most one typo for every three letters. Case is ignored.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const plain = word.toLowerCase();
  const isBeginning = (candidate: string) =>
    plain.length >= SHORTEST_BEGINNING && candidate.toLowerCase().startsWith(plain);
  const limit = Math.floor(plain.length / LETTERS_PER_TYPO);
  const ranked = candidates
    .map((candidate) => ({ candidate, begins: isBeginning(candidate), typos: typos(plain, candidate.toLowerCase()) }))
    .filter(({ begins, typos }) => begins || typos <= limit)
    .sort((a, b) => Number(b.begins) - Number(a.begins) || a.typos - b.typos);
  return ranked[0]?.candidate;
}

/** `Did you mean "x"?` for the nearest candidate, or `otherwise`. */
export function didYouMean<T extends string | undefined>(
  word: string,
  candidates: readonly string[],
  otherwise: T,
): string | T {
  const meant = nearest(word, candidates);
  return meant === undefined ? otherwise : `Did you mean "${meant}"?`;
}

/** Letters added, left out, replaced, or swapped with their neighbour (the optimal string alignment distance). */
function typos(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replace = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(replace, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[to.length] ?? 0;
}

/** PEP 503: the name under which a package index knows a project. */
export function normalisedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** Byte order of UTF-8, the same on every machine; for sorting paths. */
export function byteOrder(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
