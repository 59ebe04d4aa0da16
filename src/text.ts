import { sep } from "node:path";

/** Small helpers for what people read. */

const SIZES = ["B", "kB", "MB", "GB"] as const;

/** Bytes as people say them: 1000-based, three digits. */
export function humanBytes(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < SIZES.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${step === 0 ? value : value.toPrecision(3)} ${SIZES[step]}`;
}

export function humanSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A path as repositories and the container write it. */
export function slashed(path: string): string {
  return path.split(sep).join("/");
}

export function plural(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

/** For Markdown, words as they are: no tags, and `__init__` with its underscores. What stands in backticks is code. */
export function literal(text: string): string {
  return text.replace(
    /(`[^`]*`)|[\\*<]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g,
    (sign, code?: string) => code ?? (sign === "<" ? "&lt;" : `\\${sign}`),
  );
}

/** The candidate fewest edits away from `word`, when it is near enough to be what was meant. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3));
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
}

/** Levenshtein distance. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replace = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** Byte order of UTF-8, the same on every machine; for sorting paths. */
export function byteOrder(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
