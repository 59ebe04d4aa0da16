import { createHash } from "node:crypto";
import { humanBytes } from "../../util/text.ts";
import { sha256Of } from "../inventory/reader.ts";
import { CHUNK } from "./chunks.ts";
import { BLOCK, nameInExtended, readTarHeader, type TarHeader } from "./tar-header.ts";
import type { TarWindow } from "./tar-window.ts";

/** Bytes of the archive before, between and after its files: a header for each, and padding. */
const OTHER_BYTES = { ofEntry: 16 * 2 ** 10, ofArchive: 32 * 2 ** 20 };
/** Bytes: the name of a file is shorter. */
const LARGEST_EXTENDED = 4 * 2 ** 20;
/** Bytes of a large file that are hashed and sent at once. */
const PIECE = 2 * 2 ** 20;

/** Ends an archive that goes on without files: a few megabytes may decompress to terabytes. */
export class Meter {
  #allowed = OTHER_BYTES.ofArchive;
  #read = 0;

  /** An entry with so many bytes follows. */
  expect(size: number): void {
    this.#allowed += size + OTHER_BYTES.ofEntry;
  }

  /** @throws Error when more was read than the entries have */
  count(bytes: number): void {
    this.#read += bytes;
    if (this.#read <= this.#allowed) return;
    throw new Error(`it contains ${humanBytes(OTHER_BYTES.ofArchive)} that belong to no file`);
  }
}

/** The archive ends in the middle: whatever decompressed it may know why. */
export class TruncatedError extends Error {
  constructor() {
    super("unexpected end of data");
  }
}

/**
 * Adds every entry of an archive to the chunks of `window`, with the hashes of the files, up to one that is refused.
 * @returns whether none is
 */
export async function sendEntries(window: TarWindow, meter: Meter): Promise<boolean> {
  let name: string | undefined;
  for (let block = await window.next(BLOCK); block !== undefined; block = await window.next(BLOCK)) {
    const header = readTarHeader(block);
    window.take(BLOCK);
    if (header === undefined) continue;
    if (header.kind === "extended") {
      name = (await readExtended(header, window)) ?? name;
      continue;
    }
    meter.expect(header.size);
    const isSent = await sendEntry({ ...header, name: name ?? header.name }, window);
    if (!isSent) return false;
    name = undefined;
  }
  if (window.hasRest) throw new TruncatedError();
  return true;
}

async function readExtended({ size }: TarHeader, window: TarWindow): Promise<string | undefined> {
  if (size > LARGEST_EXTENDED) throw new Error("Header exceeds max size");
  const name = nameInExtended(await required(window, size));
  window.take(size);
  await skipPadding(size, window);
  return name;
}

/** @returns false if it will be refused: its content need not exist, and nothing after it matters */
async function sendEntry(entry: TarHeader, window: TarWindow): Promise<boolean> {
  const { kind, size } = entry;
  if (kind !== "file") {
    window.add({ ...entry, before: 0, length: 0, sha256: undefined });
    return false;
  }
  if (size <= CHUNK) {
    const bytes = await required(window, size);
    window.add({ ...entry, before: 0, length: size, sha256: sha256Of(bytes) });
    window.take(size);
  } else await sendLarge(entry, window);
  await skipPadding(size, window);
  return true;
}

async function sendLarge(entry: TarHeader, window: TarWindow): Promise<void> {
  const digest = createHash("sha256");
  for (let before = 0; before < entry.size; before += PIECE) {
    const length = Math.min(PIECE, entry.size - before);
    digest.update(await required(window, length));
    const sha256 = before + length < entry.size ? undefined : digest.digest("hex");
    window.add({ ...entry, before, length, sha256 });
    window.take(length);
  }
}

async function skipPadding(size: number, window: TarWindow): Promise<void> {
  const padding = (BLOCK - (size % BLOCK)) % BLOCK;
  if (padding === 0) return;
  await required(window, padding);
  window.take(padding);
}

async function required(window: TarWindow, length: number): Promise<Buffer> {
  const bytes = await window.next(length);
  if (bytes === undefined) throw new TruncatedError();
  return bytes;
}
