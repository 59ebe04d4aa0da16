// Zip files: written byte for byte the same from the same entries, and read back for assertions on artifacts.
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

export type Content = string | Uint8Array;
export type Files = Record<string, Content>;

export const toBytes = (content: Content): Uint8Array => (typeof content === "string" ? Buffer.from(content) : content);

const firstOfJanuary1980 = 0x0021;
const utf8Names = 0x0800;
const madeByUnix = 0x0314;

/** Entries keep the order of `files`; those named in `executables` get mode 755, the others 644. */
export function writeZip(files: Files, executables: string[] = []): Buffer {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const data = toBytes(content);
    const packed = packedOnce(data);
    const common = commonHeader(name, data, packed);
    const local = Buffer.concat([signature("PK\x03\x04"), common, name, packed]);
    directory.push(centralHeader(common, executables.includes(path) ? 0o100755 : 0o100644, offset), name);
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...parts, central, endRecord(Object.keys(files).length, central.length, offset)]);
}

const packings = new WeakMap<Uint8Array, Buffer>();

/** Many entries may have the very same content, and it may be large. */
function packedOnce(data: Uint8Array): Buffer {
  const packed = packings.get(data) ?? deflateRawSync(data, { level: 6 });
  packings.set(data, packed);
  return packed;
}

const signature = (text: string) => Buffer.from(text, "latin1");

function commonHeader(name: Uint8Array, data: Uint8Array, packed: Uint8Array): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(utf8Names, 2);
  header.writeUInt16LE(8, 4);
  header.writeUInt16LE(firstOfJanuary1980, 8);
  header.writeUInt32LE(crc32(data), 10);
  header.writeUInt32LE(packed.length, 14);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}

function centralHeader(common: Uint8Array, mode: number, offset: number): Buffer {
  const start = Buffer.alloc(6);
  start.write("PK\x01\x02", "latin1");
  start.writeUInt16LE(madeByUnix, 4);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE((mode << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([start, common, rest]);
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.write("PK\x05\x06", "latin1");
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}

/** Reads through the central directory, since streamed zips (those of @actions/artifact) hold no sizes elsewhere. */
export function readZip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end < 0) throw new Error("not a zip file");
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    if (!name.endsWith("/")) files.set(name, zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}
