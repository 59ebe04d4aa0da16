import { type Dynamic, TAG } from "./dynamic-section.ts";
import type { Layout } from "./layout.ts";
import { DamagedElf, type Reader } from "./reader.ts";
import { BINDING, dynamicSymbols } from "./symbol-table.ts";
import type { NeededVersion, VersionNeed } from "./types.ts";

/** Names read per file at most: glibc itself defines about forty, a library needs a few dozen. */
const MOST_VERSIONS = 8192;

const FLAG_BASE = 1;
const FLAG_WEAK = 2;
/** Of the number of a symbol's version. */
const FLAG_HIDDEN = 0x8000;

/** Symbols of one version whose names are read; glibc has about 300 private ones. */
const MOST_SYMBOLS = 512;

/** The records of a chain, as both tables have them: the next one is `next` bytes further on, and 0 ends the chain. */
function* chain(start: number, count: number, budget: { left: number }, nextOf: (offset: number) => number) {
  for (let offset = start, index = 0; index < count; index++) {
    if (budget.left-- <= 0) throw new DamagedElf(`there are more than ${MOST_VERSIONS} symbol versions`);
    yield offset;
    const next = nextOf(offset);
    if (next === 0) return;
    // `next` is unsigned, so the chain only moves forward and stops at the end of the file.
    offset += next;
  }
}

/** A needed version, with the number by which the symbols of the file refer to it. */
interface NumberedVersion extends NeededVersion {
  readonly number: number;
}

/**
 * Versions that this file needs of other libraries, from DT_VERNEED.
 * Source: Linux Standard Base, "Symbol Versioning": Elf_Verneed (16 bytes) with Elf_Vernaux (16 bytes), any word size.
 */
export function readVersionNeeds(reader: Reader, dynamic: Dynamic): VersionNeed[] {
  return numberedNeeds(reader, dynamic).map(({ library, versions }) => {
    return { library, versions: versions.map(({ name, weak }) => ({ name, weak })) };
  });
}

function numberedNeeds(reader: Reader, dynamic: Dynamic) {
  const start = dynamic.offset(TAG.versionNeeds, "the table of needed versions");
  if (start === undefined) return [];
  const budget = { left: MOST_VERSIONS };
  const record = (offset: number) => reader.record(offset, 16, "a needed version");
  const count = dynamic.value(TAG.versionNeedCount) ?? MOST_VERSIONS;
  const needs: { library: string; versions: NumberedVersion[] }[] = [];
  for (const offset of chain(start, count, budget, (at) => record(at).u32(12))) {
    const need = record(offset);
    const versions: NumberedVersion[] = [];
    for (const at of chain(offset + need.u32(8), need.u16(2), budget, (auxiliary) => record(auxiliary).u32(12))) {
      const version = record(at);
      const weak = (version.u16(4) & FLAG_WEAK) !== 0;
      const name = dynamic.string(version.u32(8), "the name of a needed version");
      versions.push({ name, weak, number: version.u16(6) });
    }
    needs.push({ library: dynamic.string(need.u32(4), "the library of a needed version"), versions });
  }
  return needs;
}

/**
 * Names of the symbols without which the file is not loaded, among those that it needs at a version of other libraries:
 * weak ones may be missing. Source: Linux Standard Base, "Symbol Versioning", "Symbol Version Table".
 */
export function readRequiredSymbols(reader: Reader, dynamic: Dynamic, layout: Layout, version: string): string[] {
  const versions = numberedNeeds(reader, dynamic).flatMap((need) => need.versions);
  const numbers = new Set(versions.filter(({ name }) => name === version).map(({ number }) => number));
  const table = numbers.size === 0 ? undefined : dynamic.offset(TAG.symbolVersions, "the table of symbol versions");
  if (table === undefined) return [];
  const names: string[] = [];
  for (const { index, name, binding, isDefined } of dynamicSymbols(reader, dynamic, layout)) {
    if (isDefined || binding !== BINDING.global || names.length >= MOST_SYMBOLS) continue;
    const number = reader.record(table + 2 * index, 2, "the version of a symbol").u16(0) & ~FLAG_HIDDEN;
    if (numbers.has(number)) names.push(dynamic.string(name, "the name of a symbol"));
  }
  return names;
}

/**
 * Names of the versions that this file defines, from DT_VERDEF.
 * Source: Linux Standard Base, "Symbol Versioning": Elf_Verdef (20 bytes) with Elf_Verdaux (8 bytes).
 */
export function readVersionDefinitions(reader: Reader, dynamic: Dynamic): string[] {
  const start = dynamic.offset(TAG.versionDefinitions, "the table of offered versions");
  if (start === undefined) return [];
  const record = (offset: number) => reader.record(offset, 20, "an offered version");
  const count = dynamic.value(TAG.versionDefinitionCount) ?? MOST_VERSIONS;
  const names: string[] = [];
  for (const offset of chain(start, count, { left: MOST_VERSIONS }, (at) => record(at).u32(16))) {
    const definition = record(offset);
    if ((definition.u16(2) & FLAG_BASE) !== 0 || definition.u16(6) === 0) continue;
    // The first auxiliary record is the name, the others are its parents.
    const name = reader.record(offset + definition.u32(12), 8, "the name of an offered version").u32(0);
    names.push(dynamic.string(name, "the name of an offered version"));
  }
  return names;
}
