// Reads back the archive that a build delivered.
import { readFileSync } from "node:fs";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import tar from "tar-stream";

/** The uncompressed bytes of a `.tar.zst` or `.tar.gz`. */
export function uncompressed(archive: string | Buffer, name = String(archive)): Buffer {
  const bytes = typeof archive === "string" ? readFileSync(archive) : archive;
  return name.endsWith(".gz") ? gunzipSync(bytes) : zstdDecompressSync(bytes);
}

/** `755 myenv/lib/…`, in the order of the archive. */
export async function listing(bytes: Buffer): Promise<string[]> {
  const extract = tar.extract();
  extract.end(bytes);
  const lines: string[] = [];
  for await (const entry of extract) {
    lines.push(`${((entry.header.mode ?? 0) & 0o777).toString(8)} ${entry.header.name}`);
    entry.resume();
  }
  return lines;
}
