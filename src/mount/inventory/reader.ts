import { createHash, hash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { largestText } from "../../python/packaging/metadata-size.ts";
import { type ByteSource, bytesSource, fileSource } from "../elf/source.ts";

/** A regular file of the mount. */
export interface MountFile {
  /** POSIX, relative to the mount. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly executable: boolean;
  /** Permission bits as they are on disk. */
  readonly mode: number;
  /** Number of hard links to the file. */
  readonly links: number;
  /** Whole seconds, as bytecode records them. */
  readonly modified: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/**
 * Inspects the bytes of one file while they are in memory; they are overwritten afterwards.
 * @param bytes the file, or the first chunk of a large one
 * @param whole the whole file, at any size; valid until the next file is read
 */
export type Inspect = (file: MountFile, bytes: Buffer, whole: ByteSource) => void;

/** A file larger than this is hashed in chunks. */
const PIECE = 32 * 2 ** 20;
/** Bytes of a large file that show what it is. */
const START = 64 * 2 ** 10;

/** Reads files one after another into the same buffer. */
export class Reader {
  readonly #root: string;
  #buffer = Buffer.allocUnsafe(4 * 2 ** 20);

  constructor(root: string) {
    this.#root = root;
  }

  /** `undefined` when the file cannot be read. */
  read(path: string, inspect: Inspect): MountFile | undefined {
    return this.#withOpen(path, (descriptor) => this.#readOpen(descriptor, path, inspect));
  }

  /** Inspects a file whose hash is known, without reading all of it. @returns whether it can be read */
  inspect(file: MountFile, inspect: Inspect): boolean {
    const inspected = this.#withOpen(file.path, (descriptor) => {
      const length = file.size <= largestText(file.path) ? file.size : Math.min(file.size, START);
      inspect(file, this.#piece(descriptor, length), fileSource(descriptor, file.size));
      return true;
    });
    return inspected === true;
  }

  #withOpen<T>(path: string, work: (descriptor: number) => T): T | undefined {
    let descriptor: number;
    try {
      descriptor = openSync(join(this.#root, path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    } catch {
      return undefined;
    }
    try {
      return work(descriptor);
    } catch {
      return undefined;
    } finally {
      closeSync(descriptor);
    }
  }

  #readOpen(descriptor: number, path: string, inspect: Inspect): MountFile {
    const { size, mode, nlink: links, mtimeMs } = fstatSync(descriptor);
    const first = this.#piece(descriptor, Math.min(size, PIECE));
    const whole = size <= PIECE;
    const stamp = { links, modified: Math.floor(mtimeMs / 1000) };
    const facts = { path, size, mode: mode & 0o7777, executable: (mode & 0o111) !== 0, ...stamp };
    const sha256 = whole ? sha256Of(first) : "";
    const file = { ...facts, sha256 };
    if (whole) {
      inspect(file, first, bytesSource(first));
      return file;
    }
    const digest = createHash("sha256").update(first);
    inspect(file, first, fileSource(descriptor, size));
    for (let piece = this.#piece(descriptor, PIECE); piece.length > 0; piece = this.#piece(descriptor, PIECE)) {
      digest.update(piece);
    }
    return { ...file, sha256: digest.digest("hex") };
  }

  /** The next bytes of the file, at most `length`, in the reused buffer. */
  #piece(descriptor: number, length: number): Buffer {
    if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const count = readSync(descriptor, this.#buffer, filled, length - filled, null);
      if (count === 0) break;
      filled += count;
    }
    return this.#buffer.subarray(0, filled);
  }
}

/** A file that has just been written with these permissions. */
export function writtenFile(file: Pick<MountFile, "path" | "size" | "executable" | "sha256">): MountFile {
  return { ...file, mode: file.executable ? 0o755 : 0o644, links: 1, modified: Math.floor(Date.now() / 1000) };
}

/**
 * Uses the one-shot function if Node has it (20.12 and later); for small files the stream interface doubles the cost.
 */
export function sha256Of(bytes: Buffer): string {
  return hash ? hash("sha256", bytes, "hex") : createHash("sha256").update(bytes).digest("hex");
}
