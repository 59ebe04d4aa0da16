import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { Distribution } from "../mount/distribution.ts";
import type { Inventory } from "../mount/inventory.ts";
import { pathInMount, type RecordRow } from "../mount/record.ts";
import { fileAt } from "./links.ts";
import { groupBy } from "./many.ts";

/** The rows of RECORDs, and whether files are as they say. */

/** Rows of a distribution whose files belong into the mount, with their paths; the others are R3's and R4's. */
export function* ownRows({ record }: Distribution, { files }: Inventory): Iterable<RecordRow> {
  for (const row of record ?? []) {
    const path = pathInMount(row.path, files);
    if (path !== undefined) yield path === row.path ? row : { ...row, path };
  }
}

/** Whether a file has the hash that a distribution's RECORD says. */
export function isAsRecorded(path: string, distribution: Distribution, inventory: Inventory): boolean {
  const rows = rowsOf(distribution, inventory).get(path) ?? [];
  return rows.some((row) => row.hash !== undefined && whatDiffers(row, inventory) === undefined);
}

const known = new WeakMap<Distribution, ReadonlyMap<string, RecordRow[]>>();

/** A distribution's rows by path, for questions about single files. */
export function rowsOf(distribution: Distribution, inventory: Inventory): ReadonlyMap<string, RecordRow[]> {
  const before = known.get(distribution);
  if (before !== undefined) return before;
  const rows = groupBy(ownRows(distribution, inventory), ({ path }) => path);
  known.set(distribution, rows);
  return rows;
}

/** How a file differs from a row; `undefined` where it does not, or is not there. */
export function whatDiffers({ path, hash, size }: RecordRow, inventory: Inventory): string | undefined {
  const file = fileAt(path, inventory);
  if (file === undefined) return undefined;
  const sameSize = size === undefined || size === file.size;
  if (hash === undefined) return sameSize ? undefined : `is recorded with ${size} bytes, and has ${file.size}`;
  const found =
    hash.algorithm === "sha256" ? base64(file.sha256) : digestOf(join(inventory.root, file.path), hash.algorithm);
  if (found === undefined) return `is recorded with ${hash.algorithm}, which cannot be recomputed here`;
  return found === hash.digest.replace(/=+$/, "") && sameSize ? undefined : "is not what its RECORD says";
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

/** One buffer for all of them: a file may be larger than what can be held. */
function* piecesOf(file: string): Iterable<Uint8Array> {
  const descriptor = openSync(file, "r");
  try {
    const room = Buffer.allocUnsafe(2 ** 20);
    for (let length = readSync(descriptor, room); length > 0; length = readSync(descriptor, room)) {
      yield room.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}
