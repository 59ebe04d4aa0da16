import { closeSync, createReadStream, createWriteStream, fstatSync, mkdirSync, openSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import type { Entry, RandomAccessReader, ZipFile } from "yauzl";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import { humanBytes } from "../../util/text.ts";
import { freeBytes } from "../directories.ts";

/**
 * Unpacks the zip of an artifact into `directory` (absolute, new). Zips of artifacts contain neither modes nor links.
 * @throws UserError when it is damaged, or contains a path that leads outside
 */
export async function readZip(file: string, directory: string): Promise<void> {
  const yauzl = await import("yauzl");
  try {
    // The library itself refuses names that contain `..` or backslashes, or are absolute.
    const options = { lazyEntries: true, strictFileNames: true, autoClose: false };
    mkdirSync(directory, { recursive: true });
    await withFile(file, async (descriptor) => {
      const { size } = fstatSync(descriptor);
      const open = async () =>
        await promisify<RandomAccessReader, number, object, ZipFile>(yauzl.fromRandomAccessReader)(
          windowed(yauzl.RandomAccessReader, file, descriptor),
          size,
          options,
        );
      await requireRoom(await open(), directory);
      const zip = await open();
      await eachEntry(zip, (entry) => writeEntry(zip, entry, directory));
    });
  } catch (error) {
    throw new UserError(`${file} cannot be unpacked: ${messageOf(error)}.`, {
      file,
      hint: "It is not the zip of an artifact, or it is truncated or damaged. Download it again.",
      exitCode: ExitCode.findings,
      cause: error,
    });
  }
}

async function withFile(file: string, work: (descriptor: number) => Promise<void>): Promise<void> {
  const descriptor = openSync(file, "r");
  try {
    await work(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Bytes. The library reads each entry of the directory on its own, which costs more than everything else. */
const WINDOW = 2 ** 20;

/** A reader of an open file that keeps the last window of it. */
function windowed(Base: typeof RandomAccessReader, file: string, descriptor: number): RandomAccessReader {
  let window = { bytes: Buffer.alloc(0), start: 0 };
  const at = (position: number, length: number): Buffer => {
    const from = position - window.start;
    if (from < 0 || from + length > window.bytes.length) {
      const bytes = Buffer.alloc(Math.max(length, WINDOW));
      window = { bytes: bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, position)), start: position };
    }
    const found = window.bytes.subarray(position - window.start, position - window.start + length);
    if (found.length < length) throw new Error("unexpected end of file");
    return found;
  };
  class Windowed extends Base {
    override _readStreamForRange(start: number, end: number): Readable {
      return createReadStream(file, { start, end: end - 1 });
    }

    override read(buffer: Buffer, offset: number, length: number, position: number, done: ReadDone): void {
      let failure: Error | null = null;
      try {
        at(position, length).copy(buffer, offset);
      } catch (error) {
        failure = error as Error;
      }
      setImmediate(done, failure);
    }
  }
  return new Windowed();
}

type ReadDone = (error: Error | null) => void;

/** More files than a mount has, at one file for each. */
const MOST_ENTRIES = 2 ** 20;

/** The library ends an entry that has more bytes than it says. @throws Error before anything is written */
async function requireRoom(zip: ZipFile, directory: string): Promise<void> {
  if (zip.entryCount > MOST_ENTRIES) throw new Error(`it has ${zip.entryCount} entries; the limit is ${MOST_ENTRIES}`);
  let bytes = 0;
  await eachEntry(zip, async ({ uncompressedSize }) => {
    bytes += uncompressedSize;
  });
  const free = freeBytes(directory);
  if (bytes <= free) return;
  throw new Error(`its ${zip.entryCount} entries have ${humanBytes(bytes)}; only ${humanBytes(free)} are free`);
}

function eachEntry(zip: ZipFile, work: (entry: Entry) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", resolve);
    zip.on("entry", (entry: Entry) => {
      work(entry).then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });
}

async function writeEntry(zip: ZipFile, entry: Entry, directory: string): Promise<void> {
  if (entry.fileName.endsWith("/")) return;
  const path = join(directory, entry.fileName);
  mkdirSync(dirname(path), { recursive: true });
  const open = promisify<Entry, Readable>(zip.openReadStream.bind(zip));
  await pipeline(await open(entry), createWriteStream(path, { flags: "wx" }));
}
