// Every byte that a run leaves behind, by its place.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { readZip } from "../packages/zip.ts";

export type Places = Map<string, Buffer>;

/** All files below a directory, and what is in the archives among them. */
export function addFiles(places: Places, directory: string): void {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    places.set(`name of ${file}`, Buffer.from(file));
    addBytes(places, file, readFileSync(file));
  }
}

/** Compressed bytes hide what they contain. */
export function addBytes(places: Places, name: string, bytes: Buffer): void {
  places.set(name, bytes);
  if (bytes.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))) {
    addBytes(places, `${name} unpacked`, zstdDecompressSync(bytes));
  } else if (bytes.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) {
    addBytes(places, `${name} unpacked`, gunzipSync(bytes));
  } else if (name.endsWith(".zip")) {
    for (const [inside, content] of readZip(bytes)) addBytes(places, `${name}: ${inside}`, content);
  }
}
