import { DamagedElf, type Reader } from "./reader.ts";

/** A program header (ELF specification, "Program Header"); offsets and sizes in bytes. */
export interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly alignment: number;
}

/** A section header (ELF specification, "Sections"); offsets and sizes in bytes. */
export interface Section {
  readonly type: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
}

export interface Header {
  readonly type: number;
  readonly machine: number;
  readonly segments: { readonly offset: number; readonly entrySize: number; readonly count: number };
  readonly sections: { readonly offset: number; readonly entrySize: number; readonly count: number };
}

export const SEGMENT = {
  load: 1,
  dynamic: 2,
  interpreter: 3,
  note: 4,
  gnuStack: 0x6474e551,
  gnuProperty: 0x6474e553,
} as const;

export const SECTION = { dynamic: 6, note: 7, noBits: 8, dynamicSymbols: 11 } as const;

/** Real files have about ten segments and forty sections; the limits only guard against hostile files. */
const MOST_SEGMENTS = 1024;
const MOST_SECTIONS = 4096;

export function readHeader(reader: Reader): Header {
  const header = reader.record(0, reader.is64 ? 64 : 52, "the ELF header");
  const at = reader.is64 ? 32 : 28;
  const small = reader.is64 ? 54 : 42;
  const offsets = { segments: header.word(at), sections: header.word(at + (reader.is64 ? 8 : 4)) };
  return {
    type: header.u16(16),
    machine: header.u16(18),
    segments: { offset: offsets.segments, entrySize: header.u16(small), count: header.u16(small + 2) },
    sections: { offset: offsets.sections, entrySize: header.u16(small + 4), count: header.u16(small + 6) },
  };
}

export function readSegments(reader: Reader, { segments }: Header): Segment[] {
  if (segments.offset === 0 || segments.count === 0) return [];
  const size = reader.is64 ? 56 : 32;
  if (segments.entrySize < size) throw new DamagedElf("program headers have an invalid size");
  if (segments.count > MOST_SEGMENTS) throw new DamagedElf(`there are more than ${MOST_SEGMENTS} program headers`);
  return Array.from({ length: segments.count }, (_, index) => {
    const record = reader.record(segments.offset + index * segments.entrySize, size, `program header ${index}`);
    const [flags, offset, address, fileSize, alignment] = reader.is64 ? [4, 8, 16, 32, 48] : [24, 4, 8, 16, 28];
    return {
      type: record.u32(0),
      flags: record.u32(flags as number),
      offset: record.word(offset as number),
      address: record.word(address as number),
      fileSize: record.word(fileSize as number),
      alignment: record.word(alignment as number),
    };
  });
}

export function readSections(reader: Reader, { sections }: Header): Section[] {
  if (sections.offset === 0 || sections.count === 0) return [];
  const size = reader.is64 ? 64 : 40;
  if (sections.entrySize < size) throw new DamagedElf("section headers have an invalid size");
  if (sections.count > MOST_SECTIONS) throw new DamagedElf(`there are more than ${MOST_SECTIONS} section headers`);
  return Array.from({ length: sections.count }, (_, index) => {
    const record = reader.record(sections.offset + index * sections.entrySize, size, `section header ${index}`);
    const [address, offset, length] = reader.is64 ? [16, 24, 32] : [12, 16, 20];
    return {
      type: record.u32(4),
      address: record.word(address as number),
      offset: record.word(offset as number),
      size: record.word(length as number),
    };
  });
}

/** Maps addresses of a loaded file to offsets in the file. */
export interface Layout {
  readonly segments: readonly Segment[];
  readonly sections: readonly Section[];
}

/** The file offset of a virtual address, by loaded segments, or by sections (object files have no segments). */
export function offsetOf({ segments, sections }: Layout, address: number, what: string): number {
  for (const { type, address: start, fileSize, offset } of segments) {
    if (type === SEGMENT.load && address >= start && address < start + fileSize) return offset + address - start;
  }
  for (const { type, address: start, size, offset } of sections) {
    if (type !== SECTION.noBits && start > 0 && address >= start && address < start + size) {
      return offset + address - start;
    }
  }
  throw new DamagedElf(`${what} is outside the loaded part of the file`);
}
