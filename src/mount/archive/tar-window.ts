import { CHUNK, CHUNKS, type EntryChunk } from "./chunks.ts";

/** The uncompressed bytes of an archive, in order. */
export interface ArchiveBytes {
  /** Writes the next bytes, at least one, to the start of `target`. @returns how many; 0 at the end */
  read(target: Buffer): number | Promise<number>;
}

/** Where a filled chunk goes. It comes back empty by `giveBack`. */
export type SendChunk = (memory: ArrayBuffer, pieces: readonly EntryChunk[], isLast: boolean) => void;

/** A chunk with more pieces is sent before it is full, so that files without content do not gather. */
const MOST_PIECES = 8192;

/**
 * The next bytes of an archive in the memory of a chunk, into which they are read once: the pieces of the chunk are parts
 * of the archive as it is. What no piece contains, such as headers, is not sent apart.
 */
export class TarWindow {
  readonly #source: ArchiveBytes;
  readonly #send: SendChunk;
  readonly #free = Array.from({ length: CHUNKS - 1 }, () => new ArrayBuffer(CHUNK));
  #wake = () => {};
  #memory = Buffer.from(new ArrayBuffer(CHUNK));
  /** What has been read and not taken yet. */
  #start = 0;
  #end = 0;
  #pieces: EntryChunk[] = [];

  constructor(source: ArchiveBytes, send: SendChunk) {
    this.#source = source;
    this.#send = send;
  }

  giveBack(memory: ArrayBuffer): void {
    this.#free.push(memory);
    this.#wake();
  }

  /**
   * The next bytes, at most a chunk of them. They remain next until `take`.
   * @returns `undefined` if the archive ends before them
   */
  async next(length: number): Promise<Buffer | undefined> {
    if (this.#start + length > CHUNK || this.#pieces.length >= MOST_PIECES) await this.#roll();
    while (this.#end - this.#start < length) {
      const reading = this.#source.read(this.#memory.subarray(this.#end));
      const count = typeof reading === "number" ? reading : await reading;
      if (count === 0) return undefined;
      this.#end += count;
    }
    return this.#memory.subarray(this.#start, this.#start + length);
  }

  /** Whether bytes are left that `next` did not return, because there were too few. */
  get hasRest(): boolean {
    return this.#end > this.#start;
  }

  /** Goes on behind the bytes that `next` returned. */
  take(length: number): void {
    this.#start += length;
  }

  /** Adds a piece of the bytes that `next` returned. */
  add(piece: Omit<EntryChunk, "start">): void {
    this.#pieces.push({ ...piece, start: this.#start });
  }

  /** Sends what is left. @param isLast whether the archive was read to its end */
  end(isLast: boolean): void {
    this.#post(isLast);
  }

  /** Sends the chunk, and goes on in another one. */
  async #roll(): Promise<void> {
    const rest = Buffer.from(this.#memory.subarray(this.#start, this.#end)); // its memory is gone once it is sent
    this.#post(false);
    while (this.#free.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#memory = Buffer.from(this.#free.pop() as ArrayBuffer);
    rest.copy(this.#memory);
    this.#start = 0;
    this.#end = rest.length;
  }

  #post(isLast: boolean): void {
    this.#send(this.#memory.buffer as ArrayBuffer, this.#pieces, isLast);
    this.#pieces = [];
  }
}
