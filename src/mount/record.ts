import { posix } from "node:path";
import { byteOrder } from "../text.ts";

/** One row of a RECORD file (PyPA, "Recording installed projects"). */
export interface RecordRow {
  /** As written: relative to the directory that holds the dist-info, or absolute. */
  readonly path: string;
  /** `sha256`, `sha384`, … and the digest in unpadded URL-safe base64. */
  readonly hash: { readonly algorithm: string; readonly digest: string } | undefined;
  /** Bytes. */
  readonly size: number | undefined;
}

/** Reads RECORD's CSV, the dialect of Python's `csv` module. Rows that are not rows are skipped. */
export function parseRecord(text: string): RecordRow[] {
  const rows: RecordRow[] = [];
  for (const cells of csvRows(text)) {
    const [path = "", hash = "", size = ""] = cells;
    if (path === "") continue;
    const separator = hash.indexOf("=");
    rows.push({
      path,
      hash: separator > 0 ? { algorithm: hash.slice(0, separator), digest: hash.slice(separator + 1) } : undefined,
      size: /^[0-9]+$/.test(size) ? Number(size) : undefined,
    });
  }
  return rows;
}

/** Writes rows sorted, with LF; a row without a hash says nothing else either, as installers differ there. */
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

/** Rows of cells; almost every line has no quote and is split at once. */
function* csvRows(text: string): Generator<string[]> {
  let start = 0;
  let quote = text.indexOf('"');
  while (start < text.length) {
    let end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    // Only looked for again once it was passed: most files have none, and a search from every row would be quadratic.
    if (quote >= 0 && quote < start) quote = text.indexOf('"', start);
    if (quote < 0 || quote >= end) {
      yield text.slice(start, text[end - 1] === "\r" ? end - 1 : end).split(",");
    } else {
      const row = quotedRow(text, start);
      yield row.cells;
      end = row.end;
    }
    start = end + 1;
  }
}

/** One row that has quoted cells; those may hold commas and line ends. `end` is the index of its line end. */
function quotedRow(text: string, start: number): { cells: string[]; end: number } {
  const cells: string[] = [""];
  let inside = false;
  let index = start;
  for (; index < text.length; index++) {
    const character = text[index] as string;
    if (character === '"' && inside && text[index + 1] === '"') {
      cells[cells.length - 1] += '"';
      index += 1;
    } else if (character === '"') inside = !inside;
    else if (character === "," && !inside) cells.push("");
    else if (character === "\n" && !inside) break;
    else if (character !== "\r" || inside) cells[cells.length - 1] += character;
  }
  return { cells, end: index };
}

/**
 * The file of the mount that a row means, or `undefined` where it means one outside.
 *
 * Installers write `../../bin/x` where they put `bin/x` (pip --target), and old wheels start with `/` or have
 * backslashes: such a row means a file of the mount when that is there.
 */
export function pathInMount(path: string, files: { has(path: string): boolean }): string | undefined {
  if (!/(^|\/)\.{0,2}(\/|$)|\\|\0|^[A-Za-z]:/.test(path)) return path;
  if (path.includes("\0")) return undefined;
  if (files.has(path)) return path;
  const way = posix.normalize(path.replaceAll("\\", "/"));
  const stripped = way.replace(/^(\.\.\/)+|^\/+/, "");
  if (way === stripped && !/^[A-Za-z]:/.test(way)) return way;
  return files.has(stripped) ? stripped : undefined;
}
