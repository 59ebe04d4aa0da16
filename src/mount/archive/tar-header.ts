/*
 * The tar format as this tool writes it (write.ts): POSIX headers, and an extended header before an entry whose name does
 * not fit. Other kinds of entries get a name, by which they are refused; other formats are errors.
 */

/** Of an entry, before its content. */
export interface TarHeader {
  readonly name: string;
  /** `file`, or for example `symlink`; `extended` if the content is more of the next header. */
  readonly kind: string;
  readonly executable: boolean;
  /** Bytes of the content. */
  readonly size: number;
}

const KINDS: Readonly<Record<string, string>> = {
  "\0": "file",
  "0": "file",
  "1": "link",
  "2": "symlink",
  "3": "character-device",
  "4": "block-device",
  "5": "directory",
  "6": "fifo",
  "7": "contiguous-file",
  g: "extended",
  x: "extended",
  K: "gnu-long-link-path",
  L: "gnu-long-path",
};

/** Bytes: headers, and what contents are padded to. */
export const BLOCK = 512;

const MAGIC = Buffer.from("ustar\x0000");
const MAGIC_AT = 257;
const CHECKSUM = { at: 148, length: 8 };
const [SPACE, ZERO, SEVEN] = [0x20, 0x30, 0x37];

/**
 * @param block one block
 * @returns `undefined` for a block of zeros, which end an archive
 * @throws Error if it is not a header
 */
export function readTarHeader(block: Buffer): TarHeader | undefined {
  const sum = checksumOf(block);
  if (sum === CHECKSUM.length * SPACE) return undefined;
  if (sum !== numberAt(block, CHECKSUM.at, CHECKSUM.length)) throw new Error("a tar header has a wrong checksum");
  if (MAGIC.compare(block, MAGIC_AT, MAGIC_AT + MAGIC.length) !== 0)
    throw new Error("a tar header has a format that this tool does not write");
  const [name, prefix] = [textAt(block, 0, 100), textAt(block, 345, 155)];
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    kind: KINDS[String.fromCharCode(block[156] as number)] ?? "unknown kind",
    executable: (numberAt(block, 100, 8) & 0o100) !== 0,
    size: numberAt(block, 124, 12),
  };
}

/** As if its own field were spaces; that of zeros is the sum of these spaces. */
function checksumOf(block: Buffer): number {
  let sum = CHECKSUM.length * SPACE;
  for (let index = 0; index < CHECKSUM.at; index++) sum += block[index] as number;
  for (let index = CHECKSUM.at + CHECKSUM.length; index < BLOCK; index++) sum += block[index] as number;
  return sum;
}

function textAt(block: Buffer, start: number, length: number): string {
  const end = block.indexOf(0, start);
  return block.toString("utf8", start, end === -1 ? start + length : Math.min(end, start + length));
}

/** @throws Error for anything but octal digits that end, or a large number in binary */
function numberAt(block: Buffer, start: number, length: number): number {
  if (block[start] === 0x80) return binaryAt(block, start + 1, length - 1);
  let value = 0;
  for (let index = start; index < start + length; index++) {
    const digit = block[index] as number;
    if (digit === SPACE || digit === 0) return value;
    if (digit < ZERO || digit > SEVEN) break;
    value = value * 8 + digit - ZERO;
  }
  throw new Error("a tar header has a number that cannot be read");
}

function binaryAt(block: Buffer, start: number, length: number): number {
  const value = block.subarray(start, start + length).reduce((sum, byte) => sum * 256 + byte, 0);
  if (Number.isSafeInteger(value)) return value;
  throw new Error("a tar header has a number that cannot be read");
}

/**
 * The name of the next entry, if an extended header has one. Other records are of no use for the files of a mount.
 * @param content of the extended header: records of the form `30 path=myenv/lib/long.py` and a line feed
 * @throws Error if it cannot be read, or contradicts the size in the header
 */
export function nameInExtended(content: Buffer): string | undefined {
  let name: string | undefined;
  for (let start = 0; start < content.length; ) {
    const space = content.indexOf(SPACE, start);
    const length = space === -1 ? Number.NaN : Number(content.toString("latin1", start, space));
    const end = start + length;
    const record = content.toString("utf8", space + 1, end - 1);
    const equals = record.indexOf("=");
    if (!(end > space + 1 && end <= content.length) || equals === -1 || content[end - 1] !== 0x0a)
      throw new Error("an extended tar header cannot be read");
    const key = record.slice(0, equals);
    if (key === "size") throw new Error("an extended tar header has a size, which this tool does not write");
    if (key === "path") name = record.slice(equals + 1);
    start = end;
  }
  return name;
}
