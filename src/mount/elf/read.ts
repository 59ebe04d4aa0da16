import { type Dynamic, readDynamic, splitSearchPath, TAG } from "./dynamic-section.ts";
import { type Header, type Layout, readHeader, readSections, readSegments, SEGMENT } from "./layout.ts";
import { machineName } from "./machines.ts";
import { magicOf } from "./magic.ts";
import { readPythonModules } from "./modules.ts";
import { readIsaLevel } from "./notes.ts";
import { DamagedElf, Reader } from "./reader.ts";
import { type ByteSource, bytesSource } from "./source.ts";
import type { Elf, NotElf } from "./types.ts";
import { readRequiredSymbols, readVersionDefinitions, readVersionNeeds } from "./versions.ts";

const TYPES = { 1: "relocatable", 2: "executable", 3: "shared", 4: "core" } as const;
const FLAG_EXECUTABLE = 1;
const X86 = [3, 62];

/**
 * Reads what the dynamic loader needs to know of a file, of any word size and byte order.
 *
 * A hostile file cannot make it throw, loop or use much memory: every offset is checked against the file's length,
 * every count against a limit. For a truncated or inconsistent file it returns what could be read, and `damaged` says
 * why.
 *
 * @param file its bytes, the first of them, or access to an open file (`fileSource`)
 */
export function readElf(file: Uint8Array | ByteSource): Elf | NotElf {
  const source = file instanceof Uint8Array ? bytesSource(file) : file;
  const start = source.read(0, Math.min(512, source.size)).slice();
  const magic = magicOf(start);
  if (magic !== "elf") return notElf(magic, "it does not start with the ELF magic number");
  const [is64, little] = [start[4] === 2, start[5] === 1];
  if (!is64 && start[4] !== 1) return notElf(magic, "it is neither 32-bit nor 64-bit");
  if (!little && start[5] !== 2) return notElf(magic, "its byte order is neither little nor big");
  if (start.length < (is64 ? 64 : 52)) return notElf(magic, "it is truncated within the ELF header");
  const reader = new Reader(source, is64, little);
  return describe(reader, readHeader(reader));
}

function notElf(magic: NotElf["magic"], reason: string): NotElf {
  return { kind: "not-elf", magic, reason };
}

function describe(reader: Reader, header: Header): Elf {
  let damaged: string | undefined;
  const attempt = <T>(read: () => T, otherwise: T): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DamagedElf)) throw error;
      damaged ??= error.message;
      return otherwise;
    }
  };
  const segments = attempt(() => readSegments(reader, header), []);
  const layout = { segments, sections: attempt(() => readSections(reader, header), []) };
  const dynamic = attempt(() => readDynamic(reader, layout), undefined);
  const list = <T>(read: (dynamic: Dynamic) => T[]): T[] => (dynamic ? attempt(() => read(dynamic), []) : []);
  const strings = (tag: number, what: string) => list((from) => from.strings(tag, what));
  const [bits, byteOrder] = [reader.is64 ? 64 : 32, reader.little ? "little" : "big"] as const;
  const record = {
    kind: "elf",
    machine: machineName(header.machine, bits, byteOrder),
    bits,
    byteOrder,
    type: TYPES[header.type as keyof typeof TYPES] ?? "other",
    interpreter: attempt(() => readInterpreter(reader, layout), undefined),
    needed: strings(TAG.needed, "the name of a needed library"),
    soname: strings(TAG.soname, "the soname")[0],
    rpath: splitSearchPath(strings(TAG.rpath, "the RPATH")[0]),
    runpath: splitSearchPath(strings(TAG.runpath, "the RUNPATH")[0]),
    versionNeeds: list((from) => readVersionNeeds(reader, from)),
    privateSymbols: list((from) => readRequiredSymbols(reader, from, layout, "GLIBC_PRIVATE")),
    versionDefinitions: list((from) => readVersionDefinitions(reader, from)),
    pythonModules: list((from) => readPythonModules(reader, from, layout)),
    isaLevel: X86.includes(header.machine) ? attempt(() => readIsaLevel(reader, layout), 0) : 0,
    stack: stackOf(layout),
    textRelocations: dynamic?.hasTextRelocations ?? false,
  } as const;
  return { ...record, damaged };
}

function readInterpreter(reader: Reader, { segments }: Layout): string | undefined {
  const segment = segments.find(({ type }) => type === SEGMENT.interpreter);
  return segment && reader.string(segment.offset, segment.offset + segment.fileSize, "the path of the loader");
}

function stackOf({ segments }: Layout): Elf["stack"] {
  const segment = segments.find(({ type }) => type === SEGMENT.gnuStack);
  if (!segment) return "unstated";
  return segment.flags % 2 === FLAG_EXECUTABLE ? "executable" : "plain";
}
