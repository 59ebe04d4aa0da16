import type { Magic } from "./types.ts";

const MACH_O_THIN = [0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe];
const MACH_O_FAT = [0xcafebabe, 0xcafebabf];

/** A fat file lists a few architectures; a Java class has a version of 45 or more in the same four bytes. */
const MOST_FAT_ARCHITECTURES = 44;

const TEXT_WINDOW = 512;

/**
 * Detects the file format by the first bytes, regardless of the name.
 *
 * @param bytes the file or at least its first 512 bytes
 */
export function magicOf(bytes: Uint8Array): Magic {
  if (bytes.length >= 4) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const first = view.getUint32(0);
    if (first === 0x7f454c46) return "elf";
    if (MACH_O_THIN.includes(first)) return "mach-o";
    if (MACH_O_FAT.includes(first) && bytes.length >= 8 && view.getUint32(4) <= MOST_FAT_ARCHITECTURES) return "mach-o";
    if (isPortableExecutable(view) && !isText(bytes)) return "pe";
  }
  if (!isText(bytes)) return "other";
  return isLinkerScript(bytes) ? "linker-script" : "text";
}

function isPortableExecutable(view: DataView): boolean {
  if (view.getUint16(0) !== 0x4d5a || view.byteLength < 64) return false;
  const header = view.getUint32(0x3c, true);
  // The header may be beyond the bytes that were passed: then "MZ" is sufficient.
  return header + 4 > view.byteLength || view.getUint32(header) === 0x50450000;
}

/** Whether text starts with a command of GNU ld's manual, "Linker Scripts", perhaps after comments. */
function isLinkerScript(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, TEXT_WINDOW)).toString("latin1");
  return /^\s*(INPUT|GROUP|OUTPUT_FORMAT|SEARCH_DIR)\s*\(/.test(text.replace(/\/\*.*?\*\//gs, ""));
}

function isText(bytes: Uint8Array): boolean {
  const window = bytes.subarray(0, TEXT_WINDOW);
  return window.length > 0 && window.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b);
}
