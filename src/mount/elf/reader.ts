import type { ByteSource } from "./source.ts";

/** Thrown within this folder only: an invalid offset, size or count in the file. */
export class DamagedElf extends Error {}

/** Longest string read from a file, in bytes; a search path may contain many directories. */
const LONGEST_STRING = 32 * 1024;
const STRING_STEP = 256;

/** Reads numbers and strings in the file's own byte order and word size; throws for anything outside the file. */
export class Reader {
  readonly source: ByteSource;
  readonly is64: boolean;
  readonly little: boolean;

  constructor(source: ByteSource, is64: boolean, little: boolean) {
    this.source = source;
    this.is64 = is64;
    this.little = little;
  }

  bytes(offset: number, length: number, what: string): Uint8Array {
    // Written so that NaN and rounding of huge 64-bit values fail too.
    if (!(offset >= 0 && length >= 0 && offset + length <= this.source.size)) {
      throw new DamagedElf(`${what} is outside the file`);
    }
    return this.source.read(offset, length);
  }

  record(offset: number, length: number, what: string): ElfRecord {
    return new ElfRecord(this.bytes(offset, length, what), this.is64, this.little);
  }

  /**
   * The zero-terminated string at `offset`.
   *
   * @param end first offset after the string table
   */
  string(offset: number, end: number, what: string): string {
    const limit = Math.min(end, this.source.size, offset + LONGEST_STRING);
    if (!(offset >= 0 && offset < limit)) throw new DamagedElf(`${what} is outside its string table`);
    const parts: Uint8Array[] = [];
    for (let at = offset; at < limit; at += STRING_STEP) {
      const piece = this.source.read(at, Math.min(STRING_STEP, limit - at));
      const zero = piece.indexOf(0);
      parts.push(piece.slice(0, zero < 0 ? piece.length : zero));
      if (zero >= 0) return Buffer.concat(parts).toString("utf8");
    }
    throw new DamagedElf(`${what} is not terminated`);
  }
}

/** Bytes of the file as one or more fixed-size records; offsets are relative to their start. */
export class ElfRecord {
  readonly #view: DataView;
  readonly #is64: boolean;
  readonly #little: boolean;

  constructor(bytes: Uint8Array, is64: boolean, little: boolean) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#is64 = is64;
    this.#little = little;
  }

  u8(at: number): number {
    return this.#view.getUint8(at);
  }

  u16(at: number): number {
    return this.#view.getUint16(at, this.#little);
  }

  u32(at: number): number {
    return this.#view.getUint32(at, this.#little);
  }

  /** An address, offset or size: 4 or 8 bytes. Loses precision above 2^53, but no file is that long. */
  word(at: number): number {
    if (!this.#is64) return this.u32(at);
    const [low, high] = this.#little ? [at, at + 4] : [at + 4, at];
    return this.u32(high) * 0x1_0000_0000 + this.u32(low);
  }
}
