import type { Elf } from "../../src/mount/elf/types.ts";

/** What a hand-made ELF file says; everything is optional. */
export interface ElfPlan {
  readonly bits?: 32 | 64;
  readonly byteOrder?: "little" | "big";
  /** e_machine; x86-64 by default. */
  readonly machine?: number;
  /** e_type; 3, a shared object, by default. */
  readonly type?: number;
  readonly needed?: readonly string[];
  readonly soname?: string;
  readonly rpath?: string;
  readonly runpath?: string;
  readonly interpreter?: string;
  /** library → versions; a trailing `!` makes a version weak. */
  readonly versionNeeds?: Readonly<Record<string, readonly string[]>>;
  readonly versionDefinitions?: readonly string[];
  readonly exports?: readonly string[];
  /** Functions that are used, not defined. */
  readonly imports?: readonly string[];
  /** Bits of GNU_PROPERTY_X86_ISA_1_NEEDED. */
  readonly isa?: number;
  /** p_flags of PT_GNU_STACK, `undefined` for none. */
  readonly stack?: number;
  readonly textRelocations?: boolean;
  /** How the reader can find things: program headers, or section headers alone. */
  readonly headers?: "segments" | "sections";
  /** Which table says how many symbols there are. */
  readonly hash?: "gnu" | "sysv";
}

/** Address of the first byte of the file, so that addresses are not offsets. */
const BASE = 0x10000;

/** Puts an ELF file together, byte by byte, in any word size and byte order. */
export function makeElf(plan: ElfPlan = {}): Uint8Array {
  return Uint8Array.from(new Builder(plan).build());
}

type Field = readonly [bytes: 1 | 2 | 4 | 8 | "word", value: number];

class Builder {
  readonly #plan: ElfPlan;
  readonly #is64: boolean;
  readonly #parts: Uint8Array[] = [];
  #size = 0;
  #strings = "\0";
  #stringsSize = 1;

  constructor(plan: ElfPlan) {
    this.#plan = plan;
    this.#is64 = plan.bits !== 32;
  }

  build(): Uint8Array {
    const plan = this.#plan;
    this.#add(new Uint8Array(this.#is64 ? 64 : 52));
    this.#add(new Uint8Array(5 * (this.#is64 ? 56 : 32)));
    const dynamic: [number, number][] = [];
    for (const name of plan.needed ?? []) dynamic.push([1, this.#string(name)]);
    for (const [tag, text] of [
      [14, plan.soname],
      [15, plan.rpath],
      [29, plan.runpath],
    ] as const) {
      if (text !== undefined) dynamic.push([tag, this.#string(text)]);
    }
    if (plan.textRelocations) dynamic.push([30, 4]);
    dynamic.push(...this.#needs(), ...this.#definitions(), ...this.#symbols());
    const note = this.#note();
    const interpreter = this.#add(Buffer.from(`${plan.interpreter ?? ""}\0`));
    const strings = this.#add(Buffer.from(this.#strings));
    dynamic.push([5, BASE + strings], [10, this.#stringsSize], [0, 0]);
    const table = this.#add(
      this.#pack(
        dynamic.flatMap(([tag, value]): Field[] => [
          ["word", tag],
          ["word", value],
        ]),
      ),
    );
    const tableSize = this.#size - table;
    return plan.headers === "sections"
      ? this.#withSections(table, tableSize)
      : this.#withSegments(table, tableSize, note, interpreter);
  }

  #withSegments(table: number, tableSize: number, note: number, interpreter: number): Uint8Array {
    const { stack, interpreter: path } = this.#plan;
    const segments = [
      this.#segment(1, 4, 0, this.#size),
      this.#segment(2, 4, table, tableSize),
      this.#segment(this.#plan.isa === undefined ? 0 : 0x6474e553, 4, note, this.#is64 ? 32 : 28),
      this.#segment(stack === undefined ? 0 : 0x6474e551, stack ?? 0, 0, 0),
      this.#segment(path === undefined ? 0 : 3, 4, interpreter, Buffer.byteLength(path ?? "") + 1),
    ];
    const file = Buffer.concat(this.#parts);
    file.set(this.#header(segments.length, 0, 0), 0);
    file.set(Buffer.concat(segments), this.#is64 ? 64 : 52);
    return file;
  }

  #withSections(table: number, tableSize: number): Uint8Array {
    const everything = this.#size;
    const start = this.#add(
      Buffer.concat([this.#section(0, 0, 0), this.#section(1, 0, everything), this.#section(6, table, tableSize)]),
    );
    const file = Buffer.concat(this.#parts);
    file.set(this.#header(0, 3, start), 0);
    return file;
  }

  #header(segments: number, sections: number, sectionsAt: number): Uint8Array {
    const { byteOrder, machine, type } = this.#plan;
    const ident = [0x7f, 0x45, 0x4c, 0x46, this.#is64 ? 2 : 1, byteOrder === "big" ? 2 : 1, 1];
    const sizes = this.#is64 ? [64, 56, 64] : [52, 32, 40];
    return Buffer.concat([
      Uint8Array.from([...ident, ...new Array(9).fill(0)]),
      this.#pack([
        [2, type ?? 3],
        [2, machine ?? 62],
        [4, 1],
        ["word", 0],
        ["word", segments ? (this.#is64 ? 64 : 52) : 0],
        ["word", sectionsAt],
        [4, 0],
        [2, sizes[0] as number],
        [2, sizes[1] as number],
        [2, segments],
        [2, sizes[2] as number],
        [2, sections],
        [2, 0],
      ]),
    ]);
  }

  #segment(type: number, flags: number, offset: number, size: number): Uint8Array {
    const [address, alignment] = [BASE + offset, this.#is64 ? 8 : 4];
    const head: Field[] = this.#is64
      ? [
          [4, type],
          [4, flags],
        ]
      : [[4, type]];
    const tail: Field[] = this.#is64 ? [] : [[4, flags]];
    const words = [offset, address, address, size, size].map((value): Field => ["word", value]);
    return this.#pack([...head, ...words, ...tail, ["word", alignment]]);
  }

  #section(type: number, offset: number, size: number): Uint8Array {
    const words = [0, type ? BASE + offset : 0, offset, size].map((value): Field => ["word", value]);
    return this.#pack([[4, 0], [4, type], ...words, [4, 0], [4, 0], ["word", 0], ["word", 0]]);
  }

  #needs(): [number, number][] {
    const needs = Object.entries(this.#plan.versionNeeds ?? {});
    if (needs.length === 0) return [];
    const records = needs.map(([library, versions], index) => {
      const next = index + 1 < needs.length ? 16 + 16 * versions.length : 0;
      const head: Field[] = [
        [2, 1],
        [2, versions.length],
        [4, this.#string(library)],
        [4, 16],
        [4, next],
      ];
      const tail = versions.flatMap((version, at): Field[] => {
        const weak = version.endsWith("!");
        const name = this.#string(weak ? version.slice(0, -1) : version);
        return [
          [4, 0],
          [2, weak ? 2 : 0],
          [2, at + 2],
          [4, name],
          [4, at + 1 < versions.length ? 16 : 0],
        ];
      });
      return this.#pack([...head, ...tail]);
    });
    return [
      [0x6ffffffe, BASE + this.#add(Buffer.concat(records))],
      [0x6fffffff, needs.length],
    ];
  }

  #definitions(): [number, number][] {
    const names = this.#plan.versionDefinitions;
    if (!names) return [];
    // The first one repeats the soname and says so in its flags.
    const all = [this.#plan.soname ?? "base", ...names];
    const records = all.map((name, index) => {
      const next = index + 1 < all.length ? 28 : 0;
      const head: Field[] = [
        [2, 1],
        [2, index === 0 ? 1 : 0],
        [2, index + 1],
        [2, 1],
        [4, 0],
        [4, 20],
        [4, next],
      ];
      return this.#pack([...head, [4, this.#string(name)], [4, 0]]);
    });
    return [
      [0x6ffffffc, BASE + this.#add(Buffer.concat(records))],
      [0x6ffffffd, all.length],
    ];
  }

  #symbols(): [number, number][] {
    const { exports = [], imports = [], hash = "gnu" } = this.#plan;
    const symbol = (name: string, section: number): Field[] => {
      const at = this.#string(name);
      const kind = name ? 0x12 : 0;
      return this.#is64
        ? [
            [4, at],
            [1, kind],
            [1, 0],
            [2, section],
            [8, 0],
            [8, 0],
          ]
        : [
            [4, at],
            [4, 0],
            [4, 0],
            [1, kind],
            [1, 0],
            [2, section],
          ];
    };
    const undefinedOnes = ["", ...imports];
    const fields = [...undefinedOnes.flatMap((name) => symbol(name, 0)), ...exports.flatMap((name) => symbol(name, 7))];
    const table = BASE + this.#add(this.#pack(fields));
    const count = undefinedOnes.length + exports.length;
    if (hash === "sysv")
      return [
        [6, table],
        [
          4,
          BASE +
            this.#add(
              this.#pack([
                [4, 1],
                [4, count],
              ]),
            ),
        ],
      ];
    const first = undefinedOnes.length;
    const head: Field[] = [
      [4, 1],
      [4, first],
      [4, 1],
      [4, 0],
      ["word", 0],
      [4, exports.length ? first : 0],
    ];
    const chains = exports.map((_, index): Field => [4, index + 1 === exports.length ? 1 : 0]);
    return [
      [6, table],
      [0x6ffffef5, BASE + this.#add(this.#pack([...head, ...chains]))],
    ];
  }

  #note(): number {
    const size = this.#is64 ? 16 : 12;
    const padding: Field[] = this.#is64 ? [[4, 0]] : [];
    const property: Field[] = [[4, 0xc0008002], [4, 4], [4, this.#plan.isa ?? 0], ...padding];
    const bytes = Buffer.concat([
      this.#pack([
        [4, 4],
        [4, size],
        [4, 5],
      ]),
      Buffer.from("GNU\0"),
      this.#pack(property),
    ]);
    return this.#add(bytes);
  }

  #string(text: string): number {
    const at = this.#stringsSize;
    this.#strings += `${text}\0`;
    this.#stringsSize += Buffer.byteLength(text) + 1;
    return at;
  }

  /** Appends bytes at the next multiple of 8 and gives their offset. */
  #add(bytes: Uint8Array): number {
    const gap = (8 - (this.#size % 8)) % 8;
    this.#parts.push(new Uint8Array(gap), bytes);
    this.#size += gap + bytes.length;
    return this.#size - bytes.length;
  }

  #pack(fields: readonly Field[]): Uint8Array {
    const little = this.#plan.byteOrder !== "big";
    return Buffer.concat(
      fields.map(([width, value]) => {
        const bytes = width === "word" ? (this.#is64 ? 8 : 4) : width;
        const packed = Buffer.alloc(bytes);
        const view = new DataView(packed.buffer, packed.byteOffset, bytes);
        if (bytes === 1) view.setUint8(0, value);
        else if (bytes === 2) view.setUint16(0, value, little);
        else if (bytes === 4) view.setUint32(0, value, little);
        else view.setBigUint64(0, BigInt(value), little);
        return packed;
      }),
    );
  }
}

/** A record as the reader gives it, for tests of what is made of it. */
export function elfRecord(parts: Partial<Omit<Elf, "kind">> = {}): Elf {
  return {
    kind: "elf",
    machine: "x86_64",
    bits: 64,
    byteOrder: "little",
    type: "shared",
    interpreter: undefined,
    needed: [],
    soname: undefined,
    rpath: [],
    runpath: [],
    versionNeeds: [],
    versionDefinitions: [],
    pythonModules: [],
    isaLevel: 0,
    stack: "plain",
    textRelocations: false,
    damaged: undefined,
    ...parts,
  };
}
