import { type Layout, offsetOf, SECTION, SEGMENT } from "./layout.ts";
import { DamagedElf, type Reader } from "./reader.ts";

/** Tags of the dynamic section (ELF specification "Dynamic Section"; the GNU ones from glibc's `elf.h`). */
export const TAG = {
  needed: 1,
  hash: 4,
  strings: 5,
  symbols: 6,
  stringsSize: 10,
  soname: 14,
  rpath: 15,
  textRelocations: 22,
  runpath: 29,
  flags: 30,
  gnuHash: 0x6ffffef5,
  symbolVersions: 0x6ffffff0,
  versionDefinitions: 0x6ffffffc,
  versionDefinitionCount: 0x6ffffffd,
  versionNeeds: 0x6ffffffe,
  versionNeedCount: 0x6fffffff,
} as const;

const MOST_ENTRIES = 4096;
const FLAG_TEXT_RELOCATIONS = 4;

/** The dynamic section: every tag with its values in the order of the file, and the string table they point into. */
export class Dynamic {
  readonly #values = new Map<number, number[]>();
  readonly #reader: Reader;
  readonly #layout: Layout;

  constructor(reader: Reader, layout: Layout, table: { readonly offset: number; readonly size: number }) {
    this.#reader = reader;
    this.#layout = layout;
    const size = reader.is64 ? 16 : 8;
    for (let index = 0; (index + 1) * size <= table.size; index++) {
      if (index >= MOST_ENTRIES) throw new DamagedElf(`the dynamic section has more than ${MOST_ENTRIES} entries`);
      const entry = reader.record(table.offset + index * size, size, "the dynamic section");
      const tag = entry.word(0);
      if (tag === 0) break;
      const values = this.#values.get(tag);
      if (values) values.push(entry.word(size / 2));
      else this.#values.set(tag, [entry.word(size / 2)]);
    }
  }

  value(tag: number): number | undefined {
    return this.#values.get(tag)?.[0];
  }

  /** The file offset that an address-valued tag points to. */
  offset(tag: number, what: string): number | undefined {
    const address = this.value(tag);
    return address === undefined ? undefined : offsetOf(this.#layout, address, what);
  }

  strings(tag: number, what: string): string[] {
    return (this.#values.get(tag) ?? []).map((at) => this.string(at, what));
  }

  /** A string of the dynamic string table, `at` bytes after its start. */
  string(at: number, what: string): string {
    const { start, end } = this.stringTable();
    return this.#reader.string(start + at, end, what);
  }

  stringTable(): { readonly start: number; readonly end: number } {
    const start = this.offset(TAG.strings, "the string table");
    if (start === undefined) throw new DamagedElf("the dynamic section names no string table");
    return { start, end: start + (this.value(TAG.stringsSize) ?? Number.POSITIVE_INFINITY) };
  }

  get hasTextRelocations(): boolean {
    const flags = this.value(TAG.flags) ?? 0;
    return this.#values.has(TAG.textRelocations) || flags % (2 * FLAG_TEXT_RELOCATIONS) >= FLAG_TEXT_RELOCATIONS;
  }
}

/** The dynamic section, `undefined` for a file that is not dynamically linked. */
export function readDynamic(reader: Reader, layout: Layout): Dynamic | undefined {
  const segment = layout.segments.find(({ type }) => type === SEGMENT.dynamic);
  if (segment) {
    // A separate debug file keeps the program headers of the program, but none of its contents.
    const stripped = layout.sections.some(
      ({ type, address }) => type === SECTION.noBits && address === segment.address,
    );
    if (stripped && segment.address > 0) return undefined;
    return new Dynamic(reader, layout, { offset: segment.offset, size: segment.fileSize });
  }
  const section = layout.sections.find(({ type }) => type === SECTION.dynamic);
  return section && new Dynamic(reader, layout, section);
}

/** Splits a search path as glibc does: an empty text is an empty list, an empty entry is the working directory. */
export function splitSearchPath(text: string | undefined): string[] {
  return text ? text.split(":") : [];
}
