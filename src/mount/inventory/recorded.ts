import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { groupBy } from "../../util/group-by.ts";
import type { Distribution } from "./distribution.ts";
import type { Inventory } from "./inventory.ts";
import { fileAt } from "./links.ts";
import { pathInMount, type RecordRow } from "./record.ts";

/** The rows of RECORD files, and whether files match them. */

/** Rows of a distribution whose files belong in the mount, with their paths; R3 and R4 handle the others. */
export function* ownRows({ record }: Distribution, { files }: Inventory): Iterable<RecordRow> {
  for (const row of record ?? []) {
    const path = pathInMount(row.path, files);
    if (path !== undefined) yield path === row.path ? row : { ...row, path };
  }
}

/** Whether a file has the hash in a distribution's RECORD. */
export function isAsRecorded(path: string, distribution: Distribution, inventory: Inventory): boolean {
  const rows = rowsOf(distribution, inventory).get(path) ?? [];
  return rows.some((row) => row.hash !== undefined && whatDiffers(row, inventory) === undefined);
}

const known = new WeakMap<Distribution, ReadonlyMap<string, RecordRow[]>>();

/** A distribution's rows by path, for looking up single files. */
export function rowsOf(distribution: Distribution, inventory: Inventory): ReadonlyMap<string, RecordRow[]> {
  const before = known.get(distribution);
  if (before !== undefined) return before;
  const rows = groupBy(ownRows(distribution, inventory), ({ path }) => path);
  known.set(distribution, rows);
  return rows;
}

/** How a file differs from a row; `undefined` if it does not, or is missing. */
export function whatDiffers({ path, hash, size }: RecordRow, inventory: Inventory): string | undefined {
  const file = fileAt(path, inventory);
  if (file === undefined) return undefined;
  const sameSize = size === undefined || size === file.size;
  if (hash === undefined) return sameSize ? undefined : `is recorded with ${size} bytes, but has ${file.size}`;
  const found =
    hash.algorithm === "sha256" ? base64(file.sha256) : digestOf(join(inventory.root, file.path), hash.algorithm);
  if (found === undefined) return `is recorded with ${hash.algorithm}, which cannot be recomputed here`;
  return found === hash.digest.replace(/=+$/, "") && sameSize ? undefined : "differs from its RECORD";
}

function base64(hexadecimal: string): string {
  return Buffer.from(hexadecimal, "hex").toString("base64url");
}

/** URL-safe base64 without padding; `undefined` for an algorithm that this Node does not have. */
function digestOf(file: string, algorithm: string): string | undefined {
  try {
    const digest = createHash(algorithm);
    for (const piece of piecesOf(file)) digest.update(piece);
    return digest.digest("base64url");
  } catch {
    return undefined;
  }
}

/** Chunks in one reused buffer, as a file may be larger than memory. */
function* piecesOf(file: string): Iterable<Uint8Array> {
  const descriptor = openSync(file, "r");
  try {
    const buffer = Buffer.allocUnsafe(2 ** 20);
    for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer)) {
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}
