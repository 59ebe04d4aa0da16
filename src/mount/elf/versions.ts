import { type Dynamic, TAG } from "./dynamic.ts";
import { DamagedElf, type Reader } from "./reader.ts";
import type { NeededVersion, VersionNeed } from "./types.ts";

/** Names read per file at most: glibc itself defines some forty, a library needs a few dozen. */
const MOST_VERSIONS = 8192;

const FLAG_BASE = 1;
const FLAG_WEAK = 2;

/** A record of a chain, as both tables have them: `next` bytes further on stands the following one, 0 ends it. */
function* chain(start: number, count: number, budget: { left: number }, nextOf: (offset: number) => number) {
  for (let offset = start, index = 0; index < count; index++) {
    if (budget.left-- <= 0) throw new DamagedElf(`there are more than ${MOST_VERSIONS} symbol versions`);
    yield offset;
    const next = nextOf(offset);
    if (next === 0) return;
    // `next` is unsigned, so the chain only moves forward and the end of the file ends it.
    offset += next;
  }
}

/**
 * Versions this file needs of other libraries, from DT_VERNEED.
 * Source: Linux Standard Base, "Symbol Versioning": Elf_Verneed (16 bytes) with Elf_Vernaux (16 bytes), any word size.
 */
export function readVersionNeeds(reader: Reader, dynamic: Dynamic): VersionNeed[] {
  const start = dynamic.offset(TAG.versionNeeds, "the table of needed versions");
  if (start === undefined) return [];
  const budget = { left: MOST_VERSIONS };
  const record = (offset: number) => reader.record(offset, 16, "a needed version");
  const count = dynamic.value(TAG.versionNeedCount) ?? MOST_VERSIONS;
  const needs: VersionNeed[] = [];
  for (const offset of chain(start, count, budget, (at) => record(at).u32(12))) {
    const need = record(offset);
    const versions: NeededVersion[] = [];
    for (const at of chain(offset + need.u32(8), need.u16(2), budget, (auxiliary) => record(auxiliary).u32(12))) {
      const version = record(at);
      const weak = (version.u16(4) & FLAG_WEAK) !== 0;
      versions.push({ name: dynamic.string(version.u32(8), "the name of a needed version"), weak });
    }
    needs.push({ library: dynamic.string(need.u32(4), "the library of a needed version"), versions });
  }
  return needs;
}

/**
 * Names of the versions this file offers, from DT_VERDEF.
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
    // The first auxiliary record is the name, the others its ancestors.
    const name = reader.record(offset + definition.u32(12), 8, "the name of an offered version").u32(0);
    names.push(dynamic.string(name, "the name of an offered version"));
  }
  return names;
}
