import { closeSync, createReadStream, fstatSync, mkdirSync, openSync, readFileSync, readSync } from "node:fs";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import tar from "tar-stream";
import { ExitCode, isSystemError, messageOf, UserError } from "../errors.ts";
import { compressInto } from "./compression.ts";

/** A file of an archive: its name in there, and where its bytes lie. */
export interface ArchiveEntry {
  readonly name: string;
  /** Absolute. */
  readonly source: string;
  readonly executable: boolean;
}

/** 1980-01-01, the earliest that zip can say too; times say nothing about a mount. */
const TIME = new Date(315_532_800_000);

/**
 * Writes the entries in the given order; the uncompressed bytes depend on nothing but names, modes and contents.
 * @throws UserError when a file cannot be read, or the archive not be written
 */
export async function writeArchive(file: string, entries: readonly ArchiveEntry[]): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const pack = tar.pack();
  const ends = await Promise.allSettled([fill(pack, entries), compressInto(file, pack as unknown as Readable)]);
  const [unread, unwritten] = ends.map((end) => (end.status === "rejected" ? end.reason : undefined));
  // Each breaks the other: what the system says of a file counts before what became of the stream.
  const cause = isSystemError(unread) ? unread : (unwritten ?? unread);
  if (cause === undefined) return;
  const hint = "Is the disk full, or did something change the packages meanwhile? Then run it again.";
  throw new UserError(`${file} cannot be written: ${messageOf(cause)}.`, { hint, exitCode: ExitCode.delivery, cause });
}

async function fill(pack: tar.Pack, entries: readonly ArchiveEntry[]): Promise<void> {
  try {
    const reading = new Reading();
    for (const { name, source, executable } of entries) {
      const { bytes, size } = reading.open(source);
      const header = { name, mode: executable ? 0o755 : 0o644, mtime: TIME, uid: 0, gid: 0, size };
      if (bytes) await whole(pack, header, bytes);
      else await pipeline(createReadStream(source), pack.entry(header) as unknown as Writable);
    }
    pack.finalize();
  } catch (error) {
    pack.destroy(error as Error);
    throw error;
  }
}

function whole(pack: tar.Pack, header: Partial<tar.Header> & { readonly name: string }, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    pack.entry(header, bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/** Reads many files, the small ones side by side into large buffers: one for each file would be much garbage. */
class Reading {
  #room = Buffer.alloc(0);

  /** Size and content; without the content when that is too large to be held. */
  open(path: string): { readonly size: number; readonly bytes: Buffer | undefined } {
    const descriptor = openSync(path, "r");
    try {
      const { size } = fstatSync(descriptor);
      const bytes = size > LARGEST_HELD ? undefined : this.#contentOf(descriptor, path, size);
      return { size: bytes?.length ?? size, bytes };
    } finally {
      closeSync(descriptor);
    }
  }

  #contentOf(descriptor: number, path: string, size: number): Buffer {
    if (size > SHARED_BUFFER / 4) return readFileSync(descriptor);
    if (size > this.#room.length) this.#room = Buffer.allocUnsafeSlow(SHARED_BUFFER);
    const bytes = this.#room.subarray(0, readSync(descriptor, this.#room, 0, size, null));
    if (bytes.length < size) return readFileSync(path); // a network's file system may give it in pieces
    this.#room = this.#room.subarray(bytes.length);
    return bytes;
  }
}

const SHARED_BUFFER = 4 * 2 ** 20;
/** Bytes; a larger file goes through piece by piece. */
const LARGEST_HELD = 64 * 2 ** 20;
