import type { MountFile } from "./reader.ts";

/** What the checks need from the content of single files, recorded while each file is in memory. */
export interface ScannedContent {
  /** Header of each bytecode file, by path. */
  readonly bytecode: ReadonlyMap<string, BytecodeHeader>;
  /** The `#!` line of each script in the mount's own `bin`, and the line after it. */
  readonly shebangs: ReadonlyMap<string, string>;
  /** Files that begin with `#!` and are neither Python modules nor scripts that other programs are asked to run. */
  readonly scripts: ReadonlySet<string>;
  /** Text files that contain a path of the build machine: file → that path. */
  readonly buildPaths: ReadonlyMap<string, string>;
  /**
   * Python sources that affect how imports resolve: `__init__.py` near the root, and files that name legacy modules.
   */
  readonly sources: ReadonlyMap<string, string>;
}

/** The sixteen bytes before the code (PEP 552); `undefined` fields where the file is shorter. */
export interface BytecodeHeader {
  /** The first two bytes; the other two of the magic number are CR and LF. */
  readonly magic: number | undefined;
  /** Bit 0: by hash, not by time; bit 1: the hash is checked. */
  readonly flags: number | undefined;
  /** Modification time (seconds) and size (bytes) of the source, if validated by time. */
  readonly modified: number | undefined;
  readonly size: number | undefined;
}

/** Larger files are treated as data and not searched. */
const LARGEST_SEARCHED = 2 ** 20;

/** Scans files one after another. `places`: absolute paths of the build machine that must not be in the mount. */
export class ContentScanner implements ScannedContent {
  readonly bytecode = new Map<string, BytecodeHeader>();
  readonly shebangs = new Map<string, string>();
  readonly scripts = new Set<string>();
  readonly buildPaths = new Map<string, string>();
  readonly sources = new Map<string, string>();
  readonly #places: readonly Buffer[];

  constructor(places: readonly string[]) {
    // A short path, such as the working directory /app, occurs in many files by chance.
    const specific = places.filter((place) => place.split(/[/\\]/).filter((part) => part !== "").length >= 3);
    this.#places = specific.map((place) => Buffer.from(place));
  }

  look({ path, size }: MountFile, bytes: Buffer): void {
    if (isScript(path, bytes)) this.scripts.add(path);
    if (path.endsWith(".pyc")) this.bytecode.set(path, headerOf(bytes));
    else if (size <= LARGEST_SEARCHED) {
      if (decidesImports(path, bytes)) this.sources.set(path, bytes.toString("utf8"));
      if (/^(bin|Scripts)\/[^/]+$/.test(path)) this.#noteShebang(path, bytes);
      if (bytes.subarray(0, 8192).includes(0)) return; // not text
      const place = this.#places.find((one) => bytes.includes(one));
      if (place !== undefined) this.buildPaths.set(path, place.toString());
    }
  }

  #noteShebang(path: string, bytes: Buffer): void {
    if (!hasShebang(bytes)) return;
    const lines = bytes.subarray(0, 1024).toString("utf8").split("\n");
    this.shebangs.set(path, lines.slice(0, 2).join("\n"));
  }
}

function hasShebang(bytes: Buffer): boolean {
  return bytes.length > 2 && bytes[0] === 0x23 && bytes[1] === 0x21;
}

/** `python file.py` and `sh completion.sh` need no execute bit. */
function isScript(path: string, bytes: Buffer): boolean {
  return hasShebang(bytes) && !/\.(py[wix]?|sh|bash|zsh|fish|c?js|mjs|ts|pl|rb|lua|r|ipynb)$/i.test(path);
}

const LEGACY = ["pkg_resources", "distutils"].map((name) => Buffer.from(name));

/** A namespace package is rarely deeper than `google/cloud/x`. */
function decidesImports(path: string, bytes: Buffer): boolean {
  if (!path.endsWith(".py")) return false;
  if (/^([^/]+\/){1,3}__init__\.py$/.test(path) && bytes.length < 4096) return true;
  return LEGACY.some((name) => bytes.includes(name));
}

function headerOf(bytes: Buffer): BytecodeHeader {
  const word = (offset: number) => (bytes.length >= offset + 4 ? bytes.readUInt32LE(offset) : undefined);
  const isMagic = bytes.length >= 4 && bytes[2] === 0x0d && bytes[3] === 0x0a;
  return { magic: isMagic ? bytes.readUInt16LE(0) : undefined, flags: word(4), modified: word(8), size: word(12) };
}
