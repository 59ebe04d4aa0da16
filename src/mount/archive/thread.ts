import type { Readable } from "node:stream";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import tar from "tar-stream";
import { messageOf, UserError } from "../../util/errors.ts";
import { humanBytes } from "../../util/text.ts";
import { sha256Of } from "../inventory/reader.ts";
import { CHUNK, CHUNKS, type Chunk, type EntryChunk, type Failure } from "./chunks.ts";
import { decompressFrom } from "./compression.ts";

/** Fills chunks and sends them; memory that is returned is reused. */
class ChunkSender {
  readonly #port: MessagePort;
  readonly #free: ArrayBuffer[] = Array.from({ length: CHUNKS - 1 }, () => new ArrayBuffer(CHUNK));
  #wake = () => {};
  #memory = Buffer.from(new ArrayBuffer(CHUNK));
  #filled = 0;
  #pieces: EntryChunk[] = [];

  constructor(port: MessagePort) {
    this.#port = port;
    port.on("message", (memory: ArrayBuffer) => {
      this.#free.push(memory);
      this.#wake();
    });
  }

  /** Memory for the next piece. @param length bytes needed, at most one chunk */
  async reserve(length: number): Promise<Buffer> {
    if (length > CHUNK - this.#filled || this.#pieces.length >= MOST_PIECES) await this.#send();
    return this.#memory.subarray(this.#filled);
  }

  /** Adds a piece whose bytes have been written to the memory returned last. */
  add(piece: Omit<EntryChunk, "start">): void {
    this.#pieces.push({ ...piece, start: this.#filled });
    this.#filled += piece.length;
  }

  end(): void {
    this.#post(true);
  }

  async #send(): Promise<void> {
    this.#post(false);
    while (this.#free.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#memory = Buffer.from(this.#free.pop() as ArrayBuffer);
    this.#filled = 0;
  }

  #post(isLast: boolean): void {
    const memory = this.#memory.buffer as ArrayBuffer;
    this.#port.postMessage({ memory, pieces: this.#pieces, isLast } satisfies Chunk, [memory]);
    this.#pieces = [];
  }
}

/** Empty files fill no memory of a chunk: the main thread, which refuses those that no manifest lists, sees them soon. */
const MOST_PIECES = 8192;

/** Bytes of the archive before, between and after its files: a header for each, and padding. */
const OTHER_BYTES = { ofEntry: 16 * 2 ** 10, ofArchive: 32 * 2 ** 20 };

/** Thrown where nothing after an entry matters, because the main thread refuses it. */
const REFUSED = new Error("the entry will be refused");

/** Ends an archive that goes on without files: a few megabytes may decompress to terabytes. */
class Meter {
  #allowed = OTHER_BYTES.ofArchive;
  #read = 0;

  /** An entry with so many bytes follows. */
  expect(size: number): void {
    this.#allowed += size + OTHER_BYTES.ofEntry;
  }

  readonly count = (bytes: number): void => {
    this.#read += bytes;
    if (this.#read <= this.#allowed) return;
    throw new Error(`it contains ${humanBytes(OTHER_BYTES.ofArchive)} that belong to no file`);
  };
}

async function sendArchive(file: string, sender: ChunkSender): Promise<void> {
  const extract = tar.extract();
  const meter = new Meter();
  extract.on("entry", (header, stream, next) => {
    stream.on("error", () => {}); // an error of an entry also fails the archive, which is awaited below
    meter.expect(header.size ?? 0);
    sendEntry(header, stream as unknown as Readable, sender).then(
      () => next(),
      (error: Error) => extract.destroy(error),
    );
  });
  try {
    await decompressFrom(file, extract, meter.count);
  } catch (error) {
    if (error !== REFUSED) throw error;
  }
  sender.end();
}

async function sendEntry(header: tar.Header, content: Readable, sender: ChunkSender): Promise<void> {
  const size = header.size ?? 0;
  const executable = ((header.mode ?? 0) & 0o100) !== 0;
  const entry = { name: header.name, kind: header.type ?? "unknown kind", executable, size };
  // It will be refused, and its content need not exist.
  if (header.type !== "file") {
    sender.add({ ...entry, before: 0, length: 0, sha256: undefined });
    throw REFUSED;
  }
  if (size <= CHUNK) {
    const buffer = await sender.reserve(size);
    const length = await fillFrom(content, buffer);
    return sender.add({ ...entry, before: 0, length, sha256: sha256Of(buffer.subarray(0, length)) });
  }
  let before = 0;
  for await (const bytes of content as AsyncIterable<Buffer>) {
    bytes.copy(await sender.reserve(bytes.length));
    sender.add({ ...entry, before, length: bytes.length, sha256: undefined });
    before += bytes.length;
  }
}

/** For many small files an async iterator costs more than reading the bytes. */
function fillFrom(content: Readable, buffer: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let length = 0;
    content.on("data", (bytes: Buffer) => {
      length += bytes.copy(buffer, length);
    });
    content.on("end", () => resolve(length));
    content.on("error", reject);
    content.on("close", () => reject(new Error("the archive is truncated")));
  });
}

if (parentPort !== null) {
  const port = parentPort;
  try {
    await sendArchive(workerData as string, new ChunkSender(port));
  } catch (error) {
    const hint = error instanceof UserError ? (error.hint ?? "") : undefined;
    port.postMessage({ failure: messageOf(error), hint } satisfies Failure);
  }
  port.close();
}
