// ELF files written byte by byte, in any word size and byte order: with the dependencies of real ones, but without
// code. The loader of this machine accepts those for this machine.
import type { Elf } from "../../../../src/mount/elf/types.ts";
import { DT, type Entry, isaNote, symbols, versionDefinitions, versionNeeds } from "./tables.ts";
import { BASE, ElfWriter, type Field, type Format } from "./writer.ts";

/** Contents of the file; everything is optional. */
export interface ElfPlan extends Format {
  /** e_machine; 62, x86-64, by default. */
  readonly machine?: number;
  /** e_type; 3, a shared object, by default. */
  readonly type?: number;
  /** DT_NEEDED; the loader also requires each library of `versionNeeds` here. */
  readonly needed?: readonly string[];
  readonly soname?: string;
  readonly rpath?: string;
  readonly runpath?: string;
  readonly interpreter?: string;
  /** library → versions; a trailing `!` makes a version weak. */
  readonly versionNeeds?: Readonly<Record<string, readonly string[]>>;
  readonly versionDefinitions?: readonly string[];
  readonly exports?: readonly string[];
  /** Functions that are used, not defined, perhaps at a version of `versionNeeds`; a trailing `!` makes one weak: `f@V_1!`. */
  readonly imports?: readonly string[];
  /** Bits of GNU_PROPERTY_X86_ISA_1_NEEDED. */
  readonly isa?: number;
  /** p_flags of PT_GNU_STACK, `undefined` for none. */
  readonly stack?: number;
  readonly textRelocations?: boolean;
  /** How the reader can find things: program headers, or section headers alone. */
  readonly headers?: "segments" | "sections";
  /** Which table gives the number of symbols. */
  readonly hash?: "gnu" | "sysv";
}

const PT = { NULL: 0, LOAD: 1, DYNAMIC: 2, INTERP: 3, GNU_STACK: 0x6474e551, GNU_PROPERTY: 0x6474e553 };
/** As the loader requires it, because it writes into the dynamic section. */
const READ_WRITE = 6;

interface Place {
  readonly offset: number;
  readonly size: number;
}

export function makeElf(plan: ElfPlan = {}): Uint8Array {
  const writer = new ElfWriter(plan);
  writer.place(new Uint8Array(writer.is64 ? 64 : 52)); // the file header and five program headers, written at the end
  writer.place(new Uint8Array(5 * (writer.is64 ? 56 : 32)));
  const entries = [
    ...named(writer, plan),
    ...versionNeeds(writer, plan),
    ...versionDefinitions(writer, plan),
    ...symbols(writer, plan),
  ];
  const note = isaNote(writer, plan.isa ?? 0);
  const interpreter = placed(writer, Buffer.from(`${plan.interpreter ?? ""}\0`));
  const strings = writer.placeStrings();
  entries.push([DT.STRTAB, BASE + strings.offset], [DT.STRSZ, strings.size], [0, 0]);
  const dynamic = placed(writer, writer.pack(entries.flat().map((value): Field => ["word", value])));
  const file =
    plan.headers === "sections"
      ? withSections(writer, plan, dynamic)
      : withSegments(writer, plan, { dynamic, note, interpreter });
  return Uint8Array.from(file);
}

/** The entries that name libraries and paths. */
function named(writer: ElfWriter, { needed = [], soname, rpath, runpath, textRelocations }: ElfPlan): Entry[] {
  const texts: [tag: number, text: string | undefined][] = [
    ...needed.map((name): [number, string] => [DT.NEEDED, name]),
    [DT.SONAME, soname],
    [DT.RPATH, rpath],
    [DT.RUNPATH, runpath],
  ];
  const entries = texts.flatMap(([tag, text]): Entry[] => (text === undefined ? [] : [[tag, writer.string(text)]]));
  return textRelocations ? [...entries, [DT.FLAGS, 4]] : entries;
}

function placed(writer: ElfWriter, bytes: Uint8Array): Place {
  return { offset: writer.place(bytes), size: bytes.length };
}

function withSegments(writer: ElfWriter, plan: ElfPlan, places: Record<"dynamic" | "note" | "interpreter", Place>) {
  const { isa, stack, interpreter } = plan;
  const whole = { offset: 0, size: writer.size };
  const segments = [
    segment(writer, PT.LOAD, READ_WRITE, whole),
    segment(writer, PT.DYNAMIC, READ_WRITE, places.dynamic),
    segment(writer, isa === undefined ? PT.NULL : PT.GNU_PROPERTY, 4, places.note),
    segment(writer, stack === undefined ? PT.NULL : PT.GNU_STACK, stack ?? 0, { offset: 0, size: 0 }),
    segment(writer, interpreter === undefined ? PT.NULL : PT.INTERP, 4, places.interpreter),
  ];
  const file = writer.bytes();
  file.set(fileHeader(writer, plan, { segments: segments.length }), 0);
  file.set(Buffer.concat(segments), writer.is64 ? 64 : 52);
  return file;
}

function withSections(writer: ElfWriter, plan: ElfPlan, dynamic: Place) {
  const whole = { offset: 0, size: writer.size };
  const sections = [section(writer, 0, { offset: 0, size: 0 }), section(writer, 1, whole), section(writer, 6, dynamic)];
  const sectionsAt = writer.place(Buffer.concat(sections));
  const file = writer.bytes();
  file.set(fileHeader(writer, plan, { sections: sections.length, sectionsAt }), 0);
  return file;
}

function fileHeader(
  writer: ElfWriter,
  { byteOrder, machine = 62, type = 3 }: ElfPlan,
  { segments = 0, sections = 0, sectionsAt = 0 },
): Uint8Array {
  const start = [0x7f, 0x45, 0x4c, 0x46, writer.is64 ? 2 : 1, byteOrder === "big" ? 2 : 1, 1, ...new Array(9).fill(0)];
  const [own, ofSegment, ofSection] = writer.is64 ? [64, 56, 64] : [52, 32, 40];
  const words = [0, segments ? own : 0, sectionsAt].map((value): Field => ["word", value]);
  const counts = [own, ofSegment, segments, ofSection, sections, 0].map((value): Field => [2, value]);
  return Buffer.concat([
    Uint8Array.from(start),
    writer.pack([[2, type], [2, machine], [4, 1], ...words, [4, 0], ...counts]),
  ]);
}

function segment(writer: ElfWriter, type: number, flags: number, { offset, size }: Place): Uint8Array {
  const address = BASE + offset;
  const words = [offset, address, address, size, size].map((value): Field => ["word", value]);
  const alignment: Field = ["word", type === PT.LOAD ? 0x1000 : writer.is64 ? 8 : 4];
  return writer.is64
    ? writer.pack([[4, type], [4, flags], ...words, alignment])
    : writer.pack([[4, type], ...words, [4, flags], alignment]);
}

function section(writer: ElfWriter, type: number, { offset, size }: Place): Uint8Array {
  const words = [0, type ? BASE + offset : 0, offset, size].map((value): Field => ["word", value]);
  return writer.pack([[4, 0], [4, type], ...words, [4, 0], [4, 0], ["word", 0], ["word", 0]]);
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
    privateSymbols: [],
    versionDefinitions: [],
    pythonModules: [],
    isaLevel: 0,
    stack: "plain",
    textRelocations: false,
    damaged: undefined,
    ...parts,
  };
}
