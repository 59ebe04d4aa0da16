import { type Dynamic, TAG } from "./dynamic-section.ts";
import { type Layout, SECTION } from "./layout.ts";
import type { Reader } from "./reader.ts";

/** The largest libraries on PyPI export some 300,000 symbols; the limit only guards against hostile files. */
const MOST_SYMBOLS = 2_000_000;
const SYMBOLS_PER_STEP = 2048;

export const TYPE_FUNCTION = 2;
export const BINDING = { local: 0, global: 1, weak: 2 } as const;

/** Source: ELF specification, "Symbol Table". */
export interface DynamicSymbol {
  readonly index: number;
  /** Offset of the name in the string table. */
  readonly name: number;
  readonly type: number;
  readonly binding: number;
  /** Whether this file defines it. */
  readonly isDefined: boolean;
}

/** The symbols that the loader sees. */
export function* dynamicSymbols(reader: Reader, dynamic: Dynamic, layout: Layout): Generator<DynamicSymbol> {
  const table = dynamic.offset(TAG.symbols, "the symbol table");
  if (table === undefined) return;
  const size = reader.is64 ? 24 : 16;
  const [info, section] = reader.is64 ? ([4, 6] as const) : ([12, 14] as const);
  const available = Math.floor((reader.source.size - table) / size);
  const count = Math.min(symbolCount(reader, dynamic, layout), available, MOST_SYMBOLS);
  for (let first = 0; first < count; first += SYMBOLS_PER_STEP) {
    const step = Math.min(SYMBOLS_PER_STEP, count - first);
    const symbols = reader.record(table + first * size, step * size, "the symbol table");
    for (let index = 0; index < step; index++) {
      const at = index * size;
      const kind = symbols.u8(at + info);
      const isDefined = symbols.u16(at + section) !== 0;
      yield { index: first + index, name: symbols.u32(at), type: kind % 16, binding: kind >> 4, isDefined };
    }
  }
}

/** The number of dynamic symbols; no tag contains it, so it comes from the hash tables or the section header. */
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
 * Number of symbols by the GNU hash table: the chain of the highest bucket ends at the last one (its lowest bit is
 * set). Source: glibc `elf/dl-lookup.c` and `elf/dl-setup_hash.c`.
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
