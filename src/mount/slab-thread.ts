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

  /** Takes over the content of one entry. */
  async take(header: tar.Header, content: Readable): Promise<void> {
    const size = header.size ?? 0;
    if (size > SLAB - this.#filled && this.#pieces.length > 0) await this.#send();
    const executable = ((header.mode ?? 0) & 0o100) !== 0;
    const entry = { name: header.name, kind: header.type ?? "file", executable, size };
    if (size > SLAB) return await this.#takeLarge(entry, content);
    const start = this.#filled;
    await this.#fillFrom(content);
    const sha256 = sha256Of(this.#memory.subarray(start, this.#filled));
    this.#pieces.push({ ...entry, before: 0, start, length: this.#filled - start, sha256 });
  }

  /** For many small files an iterator costs more than the bytes. */
  #fillFrom(content: Readable): Promise<void> {
    return new Promise((resolve, reject) => {
      content.on("data", (bytes: Buffer) => this.#add(bytes));
      content.on("end", resolve);
      content.on("error", reject);
      content.on("close", () => reject(new Error("the archive ends too early")));
    });
  }

  async #takeLarge(entry: Pick<Piece, "name" | "kind" | "executable" | "size">, content: Readable): Promise<void> {
    let before = 0;
    let start = this.#filled;
    const close = () => {
      const length = this.#filled - start;
      this.#pieces.push({ ...entry, before, start, length, sha256: undefined });
      before += length;
    };
    for await (const bytes of content as AsyncIterable<Buffer>) {
      if (bytes.length > SLAB - this.#filled) {
        close();
        await this.#send();
        start = 0;
      }
      this.#add(bytes);
    }
    close();
  }

  #add(bytes: Buffer): void {
    this.#filled += bytes.copy(this.#memory, this.#filled);
  }

  async #send(): Promise<void> {
    this.#post(false);
    while (this.#free.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#memory = Buffer.from(this.#free.pop() as ArrayBuffer);
  }

  #post(isLast: boolean): void {
    const memory = this.#memory.buffer as ArrayBuffer;
    this.#port.postMessage({ memory, pieces: this.#pieces, isLast } satisfies Slab, [memory]);
    this.#pieces = [];
    this.#filled = 0;
  }

  end(): void {
    this.#post(true);
  }
}

async function sendAll(file: string, port: MessagePort): Promise<void> {
  const sending = new Sending(port);
  const extract = tar.extract();
  extract.on("entry", (header, stream, next) => {
    stream.on("error", () => {}); // what breaks an entry breaks the archive, which is waited for below
    sending.take(header, stream as unknown as Readable).then(
      () => next(),
      (error: Error) => extract.destroy(error),
    );
  });
  await decompressFrom(file, extract);
  sending.end();
}

if (parentPort !== null) {
  const port = parentPort;
  try {
    await sendAll(workerData as string, port);
  } catch (error) {
    const hint = error instanceof UserError ? (error.hint ?? "") : undefined;
    port.postMessage({ failure: messageOf(error), hint } satisfies Failure);
  }
  port.close();
}
