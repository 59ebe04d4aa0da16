import { readFileSync } from "node:fs";
import { UserError } from "./errors.ts";

/** A text that is written back in the encoding in which it was read. */
export interface TextFile {
  /** Without its byte order mark. */
  readonly text: string;
  /** With the byte order mark that the file had. */
  encode(text: string): Buffer;
}

const MARK = "\ufeff";

/**
 * Reads a file in any of the encodings in which pip reads one and in which it can be written back. PowerShell's `>` writes
 * UTF-16. Text in another encoding of single bytes is taken byte by byte, so that what is not ASCII stays as it is.
 * @throws UserError for UTF-32
 */
export function readTextFile(file: string): TextFile {
  const bytes = readFileSync(file);
  const startsWith = (...mark: number[]) => bytes.subarray(0, mark.length).equals(Buffer.from(mark));
  if (startsWith(0xff, 0xfe, 0, 0) || startsWith(0, 0, 0xfe, 0xff)) {
    throw new UserError("The file is UTF-32 text, and is not changed.", { file, hint: "Save it as UTF-8." });
  }
  if (startsWith(0xff, 0xfe)) return textIn(bytes.toString("utf16le"), (text) => Buffer.from(text, "utf16le"));
  if (startsWith(0xfe, 0xff)) {
    const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
    return textIn(even.swap16().toString("utf16le"), (text) => Buffer.from(text, "utf16le").swap16());
  }
  const encoding = Buffer.from(bytes.toString("utf8"), "utf8").equals(bytes) ? "utf8" : "latin1";
  return textIn(bytes.toString(encoding), (text) => Buffer.from(text, encoding));
}

function textIn(decoded: string, encode: (text: string) => Buffer): TextFile {
  const mark = decoded.startsWith(MARK) ? MARK : "";
  return { text: decoded.slice(mark.length), encode: (text) => encode(mark + text) };
}
