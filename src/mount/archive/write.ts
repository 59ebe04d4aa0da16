import { closeSync, createReadStream, fstatSync, mkdirSync, openSync, readFileSync, readSync } from "node:fs";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import tar from "tar-stream";
import { ExitCode, isSystemError, messageOf, UserError } from "../../util/errors.ts";
import { compressorInto } from "./compression.ts";

/** A file of an archive: its name in the archive, and the path of its content. */
export interface ArchiveEntry {
  readonly name: string;
  /** Absolute. */
  readonly source: string;
  readonly executable: boolean;
}

/** 1980-01-01, the earliest time that zip supports too; times do not matter in a mount. */
const TIME = new Date(315_532_800_000);

/**
 * Writes the entries in the given order; the uncompressed bytes depend only on names, modes and contents.
 * @param onEntry called before each entry is written
 * @throws UserError when a file cannot be read, or the archive cannot be written
 */
export async function writeArchive(
  file: string,
  entries: readonly ArchiveEntry[],
  onEntry: (index: number) => void = () => {},
): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const compress = await compressorInto(file);
  const pack = tar.pack();
  pack.on("error", () => {}); // both ends below report it; without a listener it would end the process
  const ends = await Promise.allSettled([fill(pack, entries, onEntry), compress(pack as unknown as Readable)]);
  const [unread, unwritten] = ends.map((end) => (end.status === "rejected" ? end.reason : undefined));
  // A failure of one breaks the other: a system error about a file takes precedence over an error of the stream.
  const cause = isSystemError(unread) ? unread : (unwritten ?? unread);
  if (cause === undefined) return;
  const hint = "Check that the disk is not full and that nothing else changes the packages, then run again.";
  throw new UserError(`${file} cannot be written: ${messageOf(cause)}.`, { hint, exitCode: ExitCode.delivery, cause });
}

async function fill(pack: tar.Pack, entries: readonly ArchiveEntry[], onEntry: (index: number) => void): Promise<void> {
  try {
    const reader = new BufferedReader();
    for (const [index, { name, source, executable }] of entries.entries()) {
      onEntry(index);
      const { bytes, size } = reader.open(source);
      const header = { name, mode: executable ? 0o755 : 0o644, mtime: TIME, uid: 0, gid: 0, size };
      if (bytes) await addEntry(pack, header, bytes);
      else await pipeline(createReadStream(source), pack.entry(header) as unknown as Writable);
    }
    pack.finalize();
  } catch (error) {
    pack.destroy(error as Error);
    throw error;
  }
}

function addEntry(
  pack: tar.Pack,
  header: Partial<tar.Header> & { readonly name: string },
  bytes: Buffer,
): Promise<void> {
  return new Promise((resolve, reject) => {
    pack.entry(header, bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * Reads many files, the small ones into shared large buffers: one buffer per file would cause much garbage collection.
 */
class BufferedReader {
  #buffer = Buffer.alloc(0);

  /** Size and content; without the content if it is too large to be kept in memory. */
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
    if (size > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(SHARED_BUFFER);
    const bytes = this.#buffer.subarray(0, readSync(descriptor, this.#buffer, 0, size, null));
    if (bytes.length < size) return readFileSync(path); // a network file system may return fewer bytes
    this.#buffer = this.#buffer.subarray(bytes.length);
    return bytes;
  }
}

const SHARED_BUFFER = 4 * 2 ** 20;
/** Bytes; a larger file is streamed. */
const LARGEST_HELD = 64 * 2 ** 20;
