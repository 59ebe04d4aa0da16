// The tables to which the dynamic section of an ELF file points: symbols, and the versions that it needs and defines.
import type { ElfPlan } from "./elf.ts";
import type { ElfWriter, Field } from "./writer.ts";

/** An entry of the dynamic section. */
export type Entry = readonly [tag: number, value: number];

export const DT = {
  NEEDED: 1,
  HASH: 4,
  STRTAB: 5,
  SYMTAB: 6,
  STRSZ: 10,
  SYMENT: 11,
  SONAME: 14,
  RPATH: 15,
  TEXTREL: 22,
  RUNPATH: 29,
  FLAGS: 30,
  GNU_HASH: 0x6ffffef5,
  VERSYM: 0x6ffffff0,
  VERDEF: 0x6ffffffc,
  VERDEFNUM: 0x6ffffffd,
  VERNEED: 0x6ffffffe,
  VERNEEDNUM: 0x6fffffff,
} as const;

export function versionNeeds(writer: ElfWriter, plan: ElfPlan): Entry[] {
  const needs = Object.entries(plan.versionNeeds ?? {});
  if (needs.length === 0) return [];
  const records = needs.flatMap(([library, versions], index): Field[] => [
    [2, 1],
    [2, versions.length],
    [4, writer.string(library)],
    [4, 16],
    [4, index + 1 < needs.length ? 16 + 16 * versions.length : 0],
    ...versions.flatMap((version, at) => {
      const before = needs.slice(0, index).flatMap(([, others]) => others).length;
      return neededVersion(writer, version, before + at + 2, at + 1 === versions.length);
    }),
  ]);
  return [
    [DT.VERNEED, writer.address(records)],
    [DT.VERNEEDNUM, needs.length],
  ];
}

function neededVersion(writer: ElfWriter, version: string, number: number, isLast: boolean): Field[] {
  const name = version.replace(/!$/, "");
  return [
    [4, sysvHash(name)],
    [2, name === version ? 0 : 2],
    [2, number],
    [4, writer.string(name)],
    [4, isLast ? 0 : 16],
  ];
}

/** The hash of the System V ABI; the loader compares it before the name. */
function sysvHash(name: string): number {
  let hash = 0;
  for (const byte of Buffer.from(name)) {
    hash = ((hash << 4) + byte) >>> 0;
    const high = hash & 0xf0000000;
    hash = (hash ^ (high >>> 24) ^ high) >>> 0;
  }
  return hash;
}

export function versionDefinitions(writer: ElfWriter, plan: ElfPlan): Entry[] {
  if (!plan.versionDefinitions) return [];
  // The first definition repeats the soname and says so in its flags.
  const names = [plan.soname ?? "base", ...plan.versionDefinitions];
  const records = names.flatMap((name, index): Field[] => [
    [2, 1],
    [2, index === 0 ? 1 : 0],
    [2, index + 1],
    [2, 1],
    [4, sysvHash(name)],
    [4, 20],
    [4, index + 1 < names.length ? 28 : 0],
    [4, writer.string(name)],
    [4, 0],
  ]);
  return [
    [DT.VERDEF, writer.address(records)],
    [DT.VERDEFNUM, names.length],
  ];
}

export function symbols(writer: ElfWriter, plan: ElfPlan): Entry[] {
  const { exports = [], imports = [], hash = "gnu" } = plan;
  const undefinedOnes = ["", ...imports].map((name) => ({ ...symbolOf(name, plan), section: 0 }));
  const all = [...undefinedOnes, ...exports.map((name) => ({ ...symbolOf(name, plan), section: 7 }))];
  const entries: Entry[] = [
    [DT.SYMTAB, writer.address(all.flatMap((one) => symbol(writer, one)))],
    [DT.SYMENT, writer.is64 ? 24 : 16],
    // The loader reads the version of each symbol where the file has versions, and crashes without this table.
    [DT.VERSYM, writer.address(all.map(({ version }): Field => [2, version]))],
  ];
  if (hash === "sysv") return [...entries, [DT.HASH, writer.address(sysvTable(all.length))]];
  return [...entries, [DT.GNU_HASH, writer.address(gnuTable(undefinedOnes.length, exports.length))]];
}

interface PlannedSymbol {
  readonly name: string;
  readonly kind: number;
  /** The number of its version in `versionNeeds`. */
  readonly version: number;
}

/** `f@V_1!`: a weak function of the version `V_1`. */
function symbolOf(text: string, { versionNeeds = {} }: ElfPlan): PlannedSymbol {
  const [name = "", version] = text.replace(/!$/, "").split("@");
  const versions = Object.values(versionNeeds).flat();
  const binding = text.endsWith("!") ? 0x20 : 0x10;
  return { name, kind: name ? binding + 2 : 0, version: version === undefined ? 0 : versions.indexOf(version) + 2 };
}

function symbol(writer: ElfWriter, { name, kind, section }: PlannedSymbol & { readonly section: number }): Field[] {
  const at = writer.string(name);
  const head: Field[] = [
    [1, kind],
    [1, 0],
    [2, section],
  ];
  const [value, size]: Field[] = [
    ["word", 0],
    ["word", 0],
  ];
  return writer.is64
    ? [[4, at], ...head, value as Field, size as Field]
    : [[4, at], value as Field, size as Field, ...head];
}

/** One empty bucket: no symbol is looked up, and the reader needs only the count. */
function sysvTable(count: number): Field[] {
  const chains = Array.from({ length: count }, (): Field => [4, 0]);
  return [[4, 1], [4, count], [4, 0], ...chains];
}

/** One bucket with one chain over all exports, whose last entry ends it. */
function gnuTable(first: number, exports: number): Field[] {
  const chains = Array.from({ length: exports }, (_, index): Field => [4, index + 1 === exports ? 1 : 0]);
  return [[4, 1], [4, first], [4, 1], [4, 0], ["word", 0], [4, exports ? first : 0], ...chains];
}

/** GNU_PROPERTY_X86_ISA_1_NEEDED */
export function isaNote(writer: ElfWriter, isa: number): { offset: number; size: number } {
  const padding: Field[] = writer.is64 ? [[4, 0]] : [];
  const property = writer.pack([[4, 0xc0008002], [4, 4], [4, isa], ...padding]);
  const head = writer.pack([
    [4, 4],
    [4, property.length],
    [4, 5],
  ]);
  const bytes = Buffer.concat([head, Buffer.from("GNU\0"), property]);
  return { offset: writer.place(bytes), size: bytes.length };
}
