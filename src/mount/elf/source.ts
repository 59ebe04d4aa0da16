import { readSync } from "node:fs";

/** Random access to the bytes of one file. */
export interface ByteSource {
  /** Number of bytes. */
  readonly size: number;
  /** The `length` bytes at `offset`; both are within `size`. */
  read(offset: number, length: number): Uint8Array;
}

const PAGE = 64 * 1024;
const MOST_PAGES = 64;

export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/**
 * Reads only the requested pages of an open file, so that a library of a gigabyte uses 4 MiB of memory at most.
 *
 * @param descriptor an open file, which the caller closes
 * @param size of the file in bytes; a file that turns out shorter reads as zeros
 */
export function fileSource(descriptor: number, size: number): ByteSource {
  const pages = new Map<number, Uint8Array>();
  const page = (index: number): Uint8Array => {
    const known = pages.get(index);
    if (known) return known;
    if (pages.size >= MOST_PAGES) pages.delete(pages.keys().next().value as number);
    const bytes = new Uint8Array(Math.min(PAGE, size - index * PAGE));
    readSync(descriptor, bytes, 0, bytes.length, index * PAGE);
    pages.set(index, bytes);
    return bytes;
  };
  return {
    size,
    read(offset, length) {
      const first = Math.floor(offset / PAGE);
      const start = offset - first * PAGE;
      if (start + length <= PAGE) return page(first).subarray(start, start + length);
      const joined = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const at = offset + done;
        const piece = page(Math.floor(at / PAGE)).subarray(at % PAGE, (at % PAGE) + length - done);
        joined.set(piece, done);
        done += piece.length;
      }
      return joined;
    },
  };
}
