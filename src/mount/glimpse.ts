import type { MountFile } from "./reader.ts";

/** What the checks want to know of single files' bytes, noted while the one pass has them in memory. */
export interface Glimpses {
  /** Header of each bytecode file, by path. */
  readonly bytecode: ReadonlyMap<string, BytecodeHeader>;
  /** The `#!` line of each script in the mount's own `bin`, and the line after it. */
  readonly shebangs: ReadonlyMap<string, string>;
  /** Text files that hold a path of the machine that built: file → that path. */
  readonly leaks: ReadonlyMap<string, string>;
  /** Python sources whose text decides what an import does: of packages near the root, and what names the outmoded. */
  readonly sources: ReadonlyMap<string, string>;
}

/** The sixteen bytes before the code (PEP 552); `undefined` fields where the file is shorter. */
export interface BytecodeHeader {
  /** The first two bytes; the other two of the magic number are CR and LF. */
  readonly magic: number | undefined;
  /** Bit 0: by hash, not by time; bit 1: the hash is checked. */
  readonly flags: number | undefined;
  /** Seconds and bytes of the source, when by time. */
  readonly modified: number | undefined;
  readonly size: number | undefined;
}

/** Text larger than this is data. */
const LARGEST_SEARCHED = 2 ** 20;

/** Takes glimpses of files, one after another. `places`: absolute paths of the machine that must not be in the mount. */
export class Observer implements Glimpses {
  readonly bytecode = new Map<string, BytecodeHeader>();
  readonly shebangs = new Map<string, string>();
  readonly leaks = new Map<string, string>();
  readonly sources = new Map<string, string>();
  readonly #places: readonly Buffer[];

  constructor(places: readonly string[]) {
    // A short path, such as a working directory /app, is in many files by chance.
    const telling = places.filter((place) => place.split(/[/\\]/).filter((part) => part !== "").length >= 3);
    this.#places = telling.map((place) => Buffer.from(place));
  }

  look({ path, size }: MountFile, bytes: Buffer): void {
    if (path.endsWith(".pyc")) this.bytecode.set(path, headerOf(bytes));
    else if (size <= LARGEST_SEARCHED) {
      if (decidesImports(path, bytes)) this.sources.set(path, bytes.toString("utf8"));
      if (/^(bin|Scripts)\/[^/]+$/.test(path)) this.#noteShebang(path, bytes);
      if (bytes.subarray(0, 8192).includes(0)) return; // no text
      const place = this.#places.find((one) => bytes.includes(one));
      if (place !== undefined) this.leaks.set(path, place.toString());
    }
  }

  #noteShebang(path: string, bytes: Buffer): void {
    if (bytes[0] !== 0x23 || bytes[1] !== 0x21) return;
    const lines = bytes.subarray(0, 1024).toString("utf8").split("\n");
    this.shebangs.set(path, lines.slice(0, 2).join("\n"));
  }
}

const OUTMODED = ["pkg_resources", "distutils"].map((name) => Buffer.from(name));

/** A namespace is seldom deeper than `google/cloud/x`. */
function decidesImports(path: string, bytes: Buffer): boolean {
  if (!path.endsWith(".py")) return false;
  if (/^([^/]+\/){1,3}__init__\.py$/.test(path) && bytes.length < 4096) return true;
  return OUTMODED.some((name) => bytes.includes(name));
}

function headerOf(bytes: Buffer): BytecodeHeader {
  const word = (offset: number) => (bytes.length >= offset + 4 ? bytes.readUInt32LE(offset) : undefined);
  const isMagic = bytes.length >= 4 && bytes[2] === 0x0d && bytes[3] === 0x0a;
  return { magic: isMagic ? bytes.readUInt16LE(0) : undefined, flags: word(4), modified: word(8), size: word(12) };
}
