import { posix } from "node:path";
import { byteOrder } from "../../util/text.ts";

/** One row of a RECORD file (PyPA, "Recording installed projects"). */
export interface RecordRow {
  /** As written: relative to the directory that holds the dist-info, or absolute. */
  readonly path: string;
  /** `sha256`, `sha384`, … and the digest in unpadded URL-safe base64. */
  readonly hash: { readonly algorithm: string; readonly digest: string } | undefined;
  /** Bytes. */
  readonly size: number | undefined;
}

/** A large mount has a hundred thousand files; rows beyond ten times that would only use memory. */
export const MOST_ROWS = 2 ** 20;

/** Longest path on Linux, in characters; a longer text names no file, and is truncated. */
export const LONGEST_PATH = 4096;

/** Path, hash and size. */
const COLUMNS = 3;

/**
 * Reads RECORD's CSV, in the dialect of Python's `csv` module. Rows without a path are skipped.
 * @returns `undefined` for a text with more lines than `most`
 */
export function parseRecord(text: string, most = MOST_ROWS): RecordRow[] | undefined {
  if (hasMoreLines(text, most)) return undefined;
  const rows: RecordRow[] = [];
  for (const cells of csvRows(text)) {
    const [path = "", hash = "", size = ""] = cells;
    if (path === "") continue;
    const separator = hash.indexOf("=");
    rows.push({
      path: path.slice(0, LONGEST_PATH + 1),
      hash: separator > 0 ? { algorithm: hash.slice(0, separator), digest: hash.slice(separator + 1) } : undefined,
      size: /^[0-9]+$/.test(size) ? Number(size) : undefined,
    });
  }
  return rows;
}

function hasMoreLines(text: string, most: number): boolean {
  let count = 0;
  for (let end = text.indexOf("\n"); end >= 0 && count <= most; end = text.indexOf("\n", end + 1)) count += 1;
  return count > most;
}

/** Writes rows sorted, with LF; a row without a hash gets no size either, because installers differ there. */
export function formatRecord(rows: readonly RecordRow[]): string {
  const lines = rows.map(({ path, hash, size }) => {
    const cells = hash === undefined ? [path, "", ""] : [path, `${hash.algorithm}=${hash.digest}`, size ?? ""];
    return cells.map((cell) => quoted(String(cell))).join(",");
  });
  return [...new Set(lines)]
    .sort(byteOrder)
    .map((line) => `${line}\n`)
    .join("");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Rows of cells; almost no line has a quote, so most are split directly. */
function* csvRows(text: string): Generator<string[]> {
  let start = 0;
  let quote = text.indexOf('"');
  while (start < text.length) {
    let end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    // Searched for again only once it was passed: most files have none, and a search from every row would be quadratic.
    if (quote >= 0 && quote < start) quote = text.indexOf('"', start);
    if (quote < 0 || quote >= end) {
      yield text.slice(start, text[end - 1] === "\r" ? end - 1 : end).split(",", COLUMNS);
    } else {
      const row = quotedRow(text, start);
      yield row.cells;
      end = row.end;
    }
    start = end + 1;
  }
}

/** One row with quoted cells, which may contain commas and line breaks. `end` is the index of the end of the row. */
function quotedRow(text: string, start: number): { cells: string[]; end: number } {
  const cells: string[] = [];
  for (let at = start; ; ) {
    const { cell, end } = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    if (cells.length < COLUMNS) cells.push(cell);
    if (text[end] !== ",") return { cells, end };
    at = end + 1;
  }
}

/** The text from `start` to the next comma or line end. */
function plainCell(text: string, start: number): { cell: string; end: number } {
  const untilSeparator = /[^,\n]*/y;
  untilSeparator.lastIndex = start;
  const [cell = ""] = untilSeparator.exec(text) ?? [];
  return { cell: cell.endsWith("\r") ? cell.slice(0, -1) : cell, end: start + cell.length };
}

/** Text after the closing quote belongs to the cell; a quote that is never closed may be followed by megabytes. */
function quotedCell(text: string, start: number): { cell: string; end: number } {
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  const last = Math.min(close < 0 ? text.length : close, start + 2 * LONGEST_PATH + 3);
  const inside = text.slice(start + 1, last).replaceAll('""', '"');
  if (close < 0) return { cell: inside, end: text.length };
  const { cell, end } = plainCell(text, close + 1);
  return { cell: inside + cell, end };
}

/**
 * The file of the mount that a row refers to, or `undefined` if that is outside.
 *
 * Installers write `../../bin/x` for a file that they install as `bin/x` (pip --target), and rows of old wheels start
 * with `/` or have backslashes: such a row refers to a file of the mount if that exists.
 */
export function pathInMount(path: string, files: { has(path: string): boolean }): string | undefined {
  if (path.length > LONGEST_PATH) return undefined;
  if (!/(^|\/)\.{0,2}(\/|$)|\\|\0|^[A-Za-z]:/.test(path)) return path;
  if (path.includes("\0")) return undefined;
  if (files.has(path)) return path;
  const normalised = posix.normalize(path.replaceAll("\\", "/"));
  const withoutRoot = normalised.replace(/^(\.\.\/)+|^\/+/, "");
  if (normalised === withoutRoot && !/^[A-Za-z]:/.test(normalised)) return normalised;
  return files.has(withoutRoot) ? withoutRoot : undefined;
}
