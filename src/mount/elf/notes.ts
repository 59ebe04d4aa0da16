import { type Layout, SECTION, SEGMENT } from "./layout.ts";
import { DamagedElf, type Reader } from "./reader.ts";
import type { Elf } from "./types.ts";

/** Notes have tens of bytes; those of core dumps have megabytes, but core dumps do not matter here. */
const MOST_NOTE_BYTES = 64 * 1024;

const TYPE_GNU_PROPERTY = 5;
const NAME_GNU = Buffer.from("GNU\0");

/** The current number and the two that older linkers used (binutils `include/elf/common.h`). */
const X86_ISA_NEEDED = [0xc0008002, 0xc0008000, 0xc0000001];

/**
 * The x86-64 level that the file requires, as passed to the linker (`-z x86-64-v3`); glibc 2.33 and later refuse to
 * load it on an older processor, earlier ones load it and it crashes. Source: x86-64 psABI, "Program Property":
 * GNU_PROPERTY_X86_ISA_1_NEEDED, one bit per level.
 */
export function readIsaLevel(reader: Reader, layout: Layout): Elf["isaLevel"] {
  const properties = layout.segments.filter(({ type }) => type === SEGMENT.gnuProperty);
  const notes = layout.segments.filter(({ type }) => type === SEGMENT.note);
  const sections = layout.sections.filter(({ type }) => type === SECTION.note);
  const places = [
    ...[...properties, ...notes].map(({ offset, fileSize, alignment }) => ({ offset, size: fileSize, alignment })),
    ...sections.map(({ offset, size }) => ({ offset, size, alignment: reader.is64 ? 8 : 4 })),
  ];
  for (const place of places) {
    const level = levelInNotes(reader, place);
    if (level > 0) return level;
  }
  return 0;
}

/** Notes: sizes of name and descriptor, type, name, descriptor; name and descriptor are padded to the alignment. */
function levelInNotes(reader: Reader, place: { offset: number; size: number; alignment: number }): Elf["isaLevel"] {
  const end = place.offset + Math.min(place.size, MOST_NOTE_BYTES);
  const pad = (length: number) => Math.ceil(length / (place.alignment === 8 ? 8 : 4)) * (place.alignment === 8 ? 8 : 4);
  for (let offset = place.offset; offset + 16 <= end; ) {
    const note = reader.record(offset, 16, "a note");
    const [nameSize, size] = [note.u32(0), note.u32(4)];
    const descriptor = offset + pad(12 + nameSize);
    const isGnu = NAME_GNU.every((byte, index) => byte === note.u8(12 + index));
    if (nameSize === NAME_GNU.length && isGnu && note.u32(8) === TYPE_GNU_PROPERTY) {
      if (descriptor + size > end) throw new DamagedElf("a note is longer than its segment");
      const level = levelInProperties(reader, descriptor, size);
      if (level > 0) return level;
    }
    offset = descriptor + pad(size);
  }
  return 0;
}

/** Properties: type, size of the data, data padded to the word size. */
function levelInProperties(reader: Reader, start: number, size: number): Elf["isaLevel"] {
  const word = reader.is64 ? 8 : 4;
  for (let offset = start; offset + 12 <= start + size; ) {
    const property = reader.record(offset, 12, "a property");
    if (X86_ISA_NEEDED.includes(property.u32(0)) && property.u32(4) === 4) {
      const bits = property.u32(8) & 0b1111;
      return (bits === 0 ? 0 : 32 - Math.clz32(bits)) as Elf["isaLevel"];
    }
    offset += 8 + Math.ceil(property.u32(4) / word) * word;
  }
  return 0;
}
