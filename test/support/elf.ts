// Shared objects for x86-64 that say what real ones say about their needs, and hold no code.
export interface ElfOptions {
  /** DT_NEEDED; the libraries of `versions` need no mention. */
  needed?: string[];
  /** DT_SONAME */
  soname?: string;
  /** DT_RUNPATH */
  runpath?: string;
  /** DT_RPATH */
  rpath?: string;
  /** Version needs per library: `{ "libc.so.6": ["GLIBC_2.14"] }`. */
  versions?: Record<string, string[]>;
  /** 62 is x86-64 (default), 183 is aarch64. */
  machine?: number;
}

const DT = {
  NEEDED: 1,
  HASH: 4,
  STRTAB: 5,
  SYMTAB: 6,
  STRSZ: 10,
  SYMENT: 11,
  SONAME: 14,
  RPATH: 15,
  RUNPATH: 29,
  VERSYM: 0x6ffffff0,
  VERNEED: 0x6ffffffe,
  VERNEEDNUM: 0x6fffffff,
};

/** One loadable segment at address 0, so that addresses are file offsets: headers, dynamic section, symbols (none), strings, version needs. */
export function elf(options: ElfOptions = {}): Buffer {
  const { versions = {} } = options;
  const strings = stringTable();
  // The loader insists: who needs a version of a library needs the library.
  const needed = new Set([...(options.needed ?? []), ...Object.keys(versions)]);
  const entries: [tag: number, value: number][] = [...needed].map((name) => [DT.NEEDED, strings.add(name)]);
  if (options.soname) entries.push([DT.SONAME, strings.add(options.soname)]);
  if (options.rpath) entries.push([DT.RPATH, strings.add(options.rpath)]);
  if (options.runpath) entries.push([DT.RUNPATH, strings.add(options.runpath)]);
  const needs = versionNeeds(versions, strings.add);
  const table = strings.bytes();
  const dynamicAt = 64 + 2 * 56;
  const symbols = noSymbols();
  const symbolsAt = dynamicAt + 16 * (entries.length + 9);
  const stringsAt = symbolsAt + symbols.length;
  const needsAt = stringsAt + table.length;
  entries.push([DT.HASH, symbolsAt], [DT.SYMTAB, symbolsAt + 16], [DT.SYMENT, 24], [DT.VERSYM, symbolsAt + 40]);
  entries.push([DT.STRTAB, stringsAt], [DT.STRSZ, table.length]);
  if (needs.length > 0) entries.push([DT.VERNEED, needsAt], [DT.VERNEEDNUM, Object.keys(versions).length]);
  const dynamic = dynamicSection(entries, symbolsAt - dynamicAt);
  const size = needsAt + needs.length;
  const headers = [
    fileHeader(options.machine ?? 62),
    programHeader(1, 0, size),
    programHeader(2, dynamicAt, dynamic.length),
  ];
  return Buffer.concat([...headers, dynamic, symbols, table, needs]);
}

function dynamicSection(entries: [tag: number, value: number][], size: number): Buffer {
  const section = Buffer.alloc(size);
  entries.forEach(([tag, value], index) => {
    section.writeBigUInt64LE(BigInt(tag), index * 16);
    section.writeBigUInt64LE(BigInt(value), index * 16 + 8);
  });
  return section;
}

/** Hash table (16 bytes), the null symbol (24), its version (2 of 8): the loader crashes where there are none. */
function noSymbols(): Buffer {
  const block = Buffer.alloc(48);
  block.writeUInt32LE(1, 0);
  block.writeUInt32LE(1, 4);
  return block;
}

function stringTable() {
  let text = "\0";
  return {
    add: (value: string): number => {
      text += `${value}\0`;
      return text.length - value.length - 1;
    },
    /** A multiple of eight, to keep what follows aligned. */
    bytes: () => Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8, "\0"), "latin1"),
  };
}

function fileHeader(machine: number): Buffer {
  const header = Buffer.alloc(64);
  header.write("\x7fELF\x02\x01\x01", "latin1");
  header.writeUInt16LE(3, 16); // ET_DYN
  header.writeUInt16LE(machine, 18);
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(64, 52);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(2, 56);
  header.writeUInt16LE(64, 58);
  return header;
}

function programHeader(type: number, offset: number, size: number): Buffer {
  const header = Buffer.alloc(56);
  header.writeUInt32LE(type, 0);
  header.writeUInt32LE(6, 4); // readable and writable: the loader writes into the dynamic section
  for (const at of [8, 16, 24]) header.writeBigUInt64LE(BigInt(offset), at);
  for (const at of [32, 40]) header.writeBigUInt64LE(BigInt(size), at);
  header.writeBigUInt64LE(type === 1 ? 0x1000n : 8n, 48);
  return header;
}

function versionNeeds(versions: Record<string, string[]>, addString: (text: string) => number): Buffer {
  const libraries = Object.entries(versions);
  return Buffer.concat(
    libraries.map(([library, names], index) => {
      const need = Buffer.alloc(16 + 16 * names.length);
      need.writeUInt16LE(1, 0);
      need.writeUInt16LE(names.length, 2);
      need.writeUInt32LE(addString(library), 4);
      need.writeUInt32LE(16, 8);
      need.writeUInt32LE(index === libraries.length - 1 ? 0 : need.length, 12);
      names.forEach((name, at) => {
        const aux = need.subarray(16 + at * 16);
        aux.writeUInt32LE(sysvHash(name), 0);
        aux.writeUInt16LE(at + 2, 6);
        aux.writeUInt32LE(addString(name), 8);
        aux.writeUInt32LE(at === names.length - 1 ? 0 : 16, 12);
      });
      return need;
    }),
  );
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
