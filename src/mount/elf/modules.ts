import { type Dynamic, TAG } from "./dynamic.ts";
import { type Layout, SECTION } from "./layout.ts";
import type { Reader } from "./reader.ts";

/** `PyInit_<name>`, and `PyInitU_<punycode>` for names that are not ASCII (PEP 489). */
const STEM = "PyInit";
const HOOK = /^PyInitU?_(.*)$/s;
const MOST_MODULES = 256;

/** The largest libraries on PyPI export some 300,000 symbols; the bound only stops a hostile count. */
const MOST_SYMBOLS = 2_000_000;
const SYMBOLS_PER_STEP = 2048;
const STRINGS_PER_STEP = 64 * 1024;

const TYPE_FUNCTION = 2;
const BINDING_LOCAL = 0;

/**
 * Names of the Python modules a file can be imported as: its exported functions `PyInit_<name>`.
 * Source: ELF specification, "Symbol Table"; Python, "Extending and Embedding", naming of the initialisation function.
 */
export function readPythonModules(reader: Reader, dynamic: Dynamic, layout: Layout): string[] {
  const table = dynamic.offset(TAG.symbols, "the symbol table");
  if (table === undefined) return [];
  const candidates = candidateNames(reader, dynamic.stringTable());
  if (candidates.size === 0) return [];
  const size = reader.is64 ? 24 : 16;
  const room = Math.floor((reader.source.size - table) / size);
  const count = Math.min(symbolCount(reader, dynamic, layout), room, MOST_SYMBOLS);
  const modules: string[] = [];
  for (let first = 0; first < count; first += SYMBOLS_PER_STEP) {
    for (const at of exportedFunctions(reader, table + first * size, Math.min(SYMBOLS_PER_STEP, count - first))) {
      const module = candidates.get(at);
      if (module !== undefined && modules.length < MOST_MODULES) modules.push(module);
    }
  }
  return modules;
}

/**
 * Module names by their place in the string table. One pass over the strings is many times faster than a look at the
 * name of every symbol: most libraries hold none, and large ones scatter their names over tens of megabytes.
 */
function candidateNames(reader: Reader, strings: { readonly start: number; readonly end: number }) {
  const candidates = new Map<number, string>();
  const end = Math.min(strings.end, reader.source.size);
  for (let from = strings.start; from < end; from += STRINGS_PER_STEP) {
    // Steps overlap by a stem less one byte, so that none is cut in two and none is found twice.
    const length = Math.min(STRINGS_PER_STEP + STEM.length - 1, end - from);
    const bytes = Buffer.from(reader.bytes(from, length, "the string table"));
    for (
      let at = bytes.indexOf(STEM);
      at >= 0 && candidates.size < MOST_MODULES * 4;
      at = bytes.indexOf(STEM, at + 1)
    ) {
      const name = HOOK.exec(reader.string(from + at, end, "the name of a Python module"))?.[1];
      if (name !== undefined) candidates.set(from + at - strings.start, name);
    }
  }
  return candidates;
}

/** Places in the string table of the names of the functions that `count` symbols from `offset` on export. */
function exportedFunctions(reader: Reader, offset: number, count: number): number[] {
  const size = reader.is64 ? 24 : 16;
  const [info, section] = reader.is64 ? ([4, 6] as const) : ([12, 14] as const);
  const symbols = reader.record(offset, count * size, "the symbol table");
  const names: number[] = [];
  for (let at = 0; at < count * size; at += size) {
    const kind = symbols.u8(at + info);
    const exported = kind % 16 === TYPE_FUNCTION && kind >> 4 !== BINDING_LOCAL;
    if (exported && symbols.u16(at + section) !== 0) names.push(symbols.u32(at));
  }
  return names;
}

/** How many dynamic symbols there are, which no tag says outright: the hash tables and the section header know. */
function symbolCount(reader: Reader, dynamic: Dynamic, layout: Layout): number {
  const gnu = dynamic.offset(TAG.gnuHash, "the GNU hash table");
  if (gnu !== undefined) return countByGnuHash(reader, gnu);
  const section = layout.sections.find(({ type }) => type === SECTION.dynamicSymbols);
  if (section) return Math.floor(section.size / (reader.is64 ? 24 : 16));
  // Last, because its entries are 8 bytes wide on s390x and alpha.
  const hash = dynamic.offset(TAG.hash, "the hash table");
  return hash === undefined ? 0 : reader.record(hash, 8, "the hash table").u32(4);
}

/**
 * Symbols of the GNU hash table: the chain of the highest bucket ends at the last one (its lowest bit is set).
 * Source: glibc `elf/dl-lookup.c` and `elf/dl-setup_hash.c`.
 */
function countByGnuHash(reader: Reader, offset: number): number {
  const head = reader.record(offset, 16, "the GNU hash table");
  const [buckets, firstHashed, bloomWords] = [head.u32(0), head.u32(4), head.u32(8)];
  const start = offset + 16 + bloomWords * (reader.is64 ? 8 : 4);
  const table = reader.record(start, buckets * 4, "the buckets of the GNU hash table");
  let last = 0;
  for (let index = 0; index < buckets; index++) last = Math.max(last, table.u32(index * 4));
  if (last < firstHashed) return firstHashed;
  const chains = start + buckets * 4;
  for (; last < MOST_SYMBOLS; last++) {
    if (reader.record(chains + (last - firstHashed) * 4, 4, "a chain of the GNU hash table").u32(0) % 2 === 1) break;
  }
  return last + 1;
}
