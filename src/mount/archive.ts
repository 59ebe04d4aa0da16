import { closeSync, fchmodSync, fstatSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import tar from "tar-stream";
import { ExitCode, isSystemError, messageOf, UserError } from "../errors.ts";
import { compressInto, decompressFrom } from "./compression.ts";
import { makeFolder } from "./folders.ts";
import { MANIFEST } from "./location.ts";
import { readManifest } from "./manifest.ts";

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
      const bytes = reading.contentOf(source);
      const header = { name, mode: executable ? 0o755 : 0o644, mtime: TIME, uid: 0, gid: 0, size: bytes.length };
      await new Promise<void>((resolve, reject) => {
        pack.entry(header, bytes, (error) => (error ? reject(error) : resolve()));
      });
    }
    pack.finalize();
  } catch (error) {
    pack.destroy(error as Error);
    throw error;
  }
}

/** Reads many files, the small ones side by side into large buffers: one for each file would be much garbage. */
class Reading {
  #room = Buffer.alloc(0);

  contentOf(path: string): Buffer {
    const descriptor = openSync(path, "r");
    try {
      const { size } = fstatSync(descriptor);
      if (size > SHARED_BUFFER / 4) return readFileSync(descriptor);
      if (size > this.#room.length) this.#room = Buffer.allocUnsafeSlow(SHARED_BUFFER);
      const bytes = this.#room.subarray(0, readSync(descriptor, this.#room, 0, size, null));
      if (bytes.length < size) return readFileSync(path); // a network's file system may give it in pieces
      this.#room = this.#room.subarray(bytes.length);
      return bytes;
    } finally {
      closeSync(descriptor);
    }
  }
}

const SHARED_BUFFER = 4 * 2 ** 20;

/**
 * Told of each file once it is written.
 * @param path below the root directory of the archive
 * @param bytes good until the next file; `undefined` for one too large to be held
 */
export type Witness = (path: string, bytes: Buffer | undefined, executable: boolean) => void;

/**
 * Unpacks an archive of ours into `directory` (absolute, fresh): the root directory `root` of the archive becomes it.
 * Its first entry is the manifest; what that does not list, or lists with another size, is refused before it is written.
 * @throws UserError when it is damaged, or holds anything but the plain files of a mount under `root`
 */
export async function readArchive(file: string, root: string, directory: string, witness?: Witness): Promise<void> {
  const extract = tar.extract();
  const destination: Destination = { file, root, directory, witness, made: new Set(), listed: undefined };
  extract.on("entry", (header, stream, next) => {
    stream.on("error", () => {}); // what breaks an entry breaks the archive, which is waited for below
    writeEntry(header, stream as unknown as Readable, destination).then(
      () => next(),
      (error: Error) => extract.destroy(error),
    );
  });
  try {
    await decompressFrom(file, extract);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file} cannot be unpacked: ${messageOf(error)}.`, {
      file,
      hint: "It was cut short or damaged on its way. Fetch it again, or build again.",
      exitCode: ExitCode.findings,
      cause: error,
    });
  }
}

interface Destination {
  readonly file: string;
  readonly root: string;
  readonly directory: string;
  readonly witness: Witness | undefined;
  /** Directories that are there already. */
  readonly made: Set<string>;
  /** Sizes by path below `root`, once the manifest has been read. */
  listed: ReadonlyMap<string, number> | undefined;
}

/** Bytes; a larger file is written piece by piece. */
const LARGEST_HELD = 32 * 2 ** 20;

async function writeEntry(header: tar.Header, stream: Readable, destination: Destination): Promise<void> {
  const parts = partsOf(header, destination);
  const name = parts.join("/");
  requireListed(name, header, destination);
  const path = join(destination.directory, ...parts);
  const folder = dirname(path);
  if (!destination.made.has(folder)) {
    makeFolder(folder, destination.directory);
    destination.made.add(folder);
  }
  const executable = ((header.mode ?? 0) & 0o100) !== 0;
  const isHeld = (header.size ?? 0) <= LARGEST_HELD;
  // Synchronous writes: many small files, and nothing else to do meanwhile.
  const descriptor = openNew(path, header, destination);
  let bytes: Buffer | undefined;
  try {
    if (isHeld) bytes = await contentOf(stream);
    if (bytes) writeFileSync(descriptor, bytes);
    else for await (const piece of stream) writeFileSync(descriptor, piece as Uint8Array);
    fchmodSync(descriptor, executable ? 0o755 : 0o644);
  } finally {
    closeSync(descriptor);
  }
  if (destination.listed === undefined) destination.listed = sizesIn(path);
  destination.witness?.(name, bytes, executable);
}

/** Many files are small, and for them an iterator costs more than the bytes. */
function contentOf(stream: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    stream.on("data", (piece: Buffer) => pieces.push(piece));
    let whole = false;
    stream.on("end", () => {
      whole = true;
      resolve(pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces));
    });
    stream.on("error", reject);
    stream.on("close", () => whole || reject(new Error("the archive ends too early")));
  });
}

/** @throws UserError when there is one of that name already, be it only for a file system that folds case */
function openNew(path: string, header: tar.Header, { file }: Destination): number {
  try {
    return openSync(path, "wx");
  } catch (error) {
    if (isSystemError(error, "EEXIST")) throw notOurs(file, `holds "${header.name}" twice`);
    throw error;
  }
}

/** A manifest of the largest mounts has some ten megabytes. */
const LARGEST_MANIFEST = 512 * 2 ** 20;

/** @throws UserError for what the manifest, which comes first, does not list */
function requireListed(path: string, header: tar.Header, { file, listed, made }: Destination): void {
  if (listed === undefined) {
    if (path === MANIFEST && made.size === 0 && (header.size ?? 0) <= LARGEST_MANIFEST) return;
    throw notOurs(file, `begins with "${header.name}" and not with a manifest`);
  }
  const size = listed.get(path);
  if (size === undefined) throw notOurs(file, `holds "${header.name}", which its manifest does not list`);
  if (size === header.size) return;
  throw notOurs(file, `holds "${header.name}" with ${header.size} bytes, its manifest lists ${size}`);
}

/** @throws UserError when the manifest cannot be used */
function sizesIn(manifestFile: string): Map<string, number> {
  const manifest = readManifest(manifestFile);
  return new Map(manifest?.files.map(({ path, size }) => [`${manifest.inside}/${path}`, size]));
}

/** @throws UserError for names and kinds that an archive of ours cannot have */
function partsOf(header: tar.Header, { file, root }: Destination): string[] {
  const [first = "", ...parts] = header.name.split("/");
  const climbs = [first, ...parts].some((part) => ["..", ".", ""].includes(part)) || /[\\\0]/.test(header.name);
  if (header.type !== "file" || climbs || parts.length === 0) {
    throw notOurs(file, `holds ${header.type} "${header.name}", which an archive of this tool cannot`);
  }
  if (first === root) return parts;
  throw new UserError(`${file} holds the environment "${first}", and the input environment-name says "${root}".`, {
    file,
    hint: `Set environment-name: ${first}, as it was at the build: the name is part of the library path.`,
    exitCode: ExitCode.findings,
  });
}

function notOurs(file: string, why: string): UserError {
  return new UserError(`${file} ${why}.`, {
    file,
    hint: "It was not made by this tool, or was changed since. Build again.",
    exitCode: ExitCode.findings,
  });
}
