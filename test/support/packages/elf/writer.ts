// Writes the bytes of an ELF file: numbers in its word size and byte order, names, and the offsets of its parts.

export interface Format {
  readonly bits?: 32 | 64;
  readonly byteOrder?: "little" | "big";
}

/** A number of so many bytes; a word has four or eight, as the file's addresses do. */
export type Field = readonly [bytes: 1 | 2 | 4 | 8 | "word", value: number];

/** Address of the first byte of the file, so that addresses are not offsets. */
export const BASE = 0x10000;

export class ElfWriter {
  readonly is64: boolean;
  readonly #isLittle: boolean;
  readonly #parts: Uint8Array[] = [];
  #size = 0;
  #strings = "\0";

  constructor({ bits = 64, byteOrder = "little" }: Format) {
    this.is64 = bits === 64;
    this.#isLittle = byteOrder === "little";
  }

  get size(): number {
    return this.#size;
  }

  /** Everything that was placed, in order. */
  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  /** Adds a name to the string table and returns its offset there. */
  string(text: string): number {
    const offset = Buffer.byteLength(this.#strings);
    this.#strings += `${text}\0`;
    return offset;
  }

  /** Places the string table, which is complete by then. */
  placeStrings(): { offset: number; size: number } {
    return { offset: this.place(Buffer.from(this.#strings)), size: Buffer.byteLength(this.#strings) };
  }

  /** Appends bytes at the next multiple of eight and returns their offset in the file. */
  place(bytes: Uint8Array): number {
    const gap = (8 - (this.#size % 8)) % 8;
    this.#parts.push(new Uint8Array(gap), bytes);
    this.#size += gap + bytes.length;
    return this.#size - bytes.length;
  }

  /** Appends fields as `place` does, and returns their address in memory. */
  address(fields: readonly Field[]): number {
    return BASE + this.place(this.pack(fields));
  }

  pack(fields: readonly Field[]): Buffer {
    return Buffer.concat(fields.map(([width, value]) => this.#packOne(width, value)));
  }

  #packOne(width: Field[0], value: number): Buffer {
    const bytes = width === "word" ? (this.is64 ? 8 : 4) : width;
    const packed = Buffer.alloc(bytes);
    const view = new DataView(packed.buffer, packed.byteOffset, bytes);
    if (bytes === 1) view.setUint8(0, value);
    else if (bytes === 2) view.setUint16(0, value, this.#isLittle);
    else if (bytes === 4) view.setUint32(0, value, this.#isLittle);
    else view.setBigUint64(0, BigInt(value), this.#isLittle);
    return packed;
  }
}
