import type { Readable } from "node:stream";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import tar from "tar-stream";
import { messageOf, UserError } from "../errors.ts";
import { decompressFrom } from "./compression.ts";
import { sha256Of } from "./reader.ts";
import { type Failure, type Piece, SLAB, SLABS, type Slab } from "./slabs.ts";

/** Fills slabs and sends them; memory that comes back is filled again. */
class Sending {
  readonly #port: MessagePort;
  readonly #free: ArrayBuffer[] = Array.from({ length: SLABS - 1 }, () => new ArrayBuffer(SLAB));
  #wake = () => {};
  #memory = Buffer.from(new ArrayBuffer(SLAB));
  #filled = 0;
  #pieces: Piece[] = [];

  constructor(port: MessagePort) {
    this.#port = port;
    port.on("message", (memory: ArrayBuffer) => {
      this.#free.push(memory);
      this.#wake();
    });
  }

  /** Memory for the next piece. @param length bytes that it needs, at most a slab */
  async room(length: number): Promise<Buffer> {
    if (length > SLAB - this.#filled) await this.#send();
    return this.#memory.subarray(this.#filled);
  }

  /** A piece that is in the last room already. */
  add(piece: Omit<Piece, "start">): void {
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
    this.#port.postMessage({ memory, pieces: this.#pieces, isLast } satisfies Slab, [memory]);
    this.#pieces = [];
  }
}

async function sendArchive(file: string, sending: Sending): Promise<void> {
  const extract = tar.extract();
  extract.on("entry", (header, stream, next) => {
    stream.on("error", () => {}); // what breaks an entry breaks the archive, which is waited for below
    sendEntry(header, stream as unknown as Readable, sending).then(
      () => next(),
      (error: Error) => extract.destroy(error),
    );
  });
  await decompressFrom(file, extract);
  sending.end();
}

async function sendEntry(header: tar.Header, content: Readable, sending: Sending): Promise<void> {
  const size = header.size ?? 0;
  const executable = ((header.mode ?? 0) & 0o100) !== 0;
  const entry = { name: header.name, kind: header.type ?? "unknown kind", executable, size };
  // It will be refused; what it says of its content need not be there.
  if (header.type !== "file") return sending.add({ ...entry, before: 0, length: 0, sha256: undefined });
  if (size <= SLAB) {
    const room = await sending.room(size);
    const length = await fillFrom(content, room);
    return sending.add({ ...entry, before: 0, length, sha256: sha256Of(room.subarray(0, length)) });
  }
  let before = 0;
  for await (const bytes of content as AsyncIterable<Buffer>) {
    bytes.copy(await sending.room(bytes.length));
    sending.add({ ...entry, before, length: bytes.length, sha256: undefined });
    before += bytes.length;
  }
}

/** For many small files an iterator costs more than the bytes. */
function fillFrom(content: Readable, room: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let length = 0;
    content.on("data", (bytes: Buffer) => {
      length += bytes.copy(room, length);
    });
    content.on("end", () => resolve(length));
    content.on("error", reject);
    content.on("close", () => reject(new Error("the archive ends too early")));
  });
}

if (parentPort !== null) {
  const port = parentPort;
  try {
    await sendArchive(workerData as string, new Sending(port));
  } catch (error) {
    const hint = error instanceof UserError ? (error.hint ?? "") : undefined;
    port.postMessage({ failure: messageOf(error), hint } satisfies Failure);
  }
  port.close();
}
