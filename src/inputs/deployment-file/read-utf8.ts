import { readFileSync } from "node:fs";
import { isSystemError, UserError } from "../../util/errors.ts";

/**
 * The text of a file, a byte order mark included. A file that is not UTF-8 is rejected: it could not be written back
 * unchanged.
 * @throws UserError with file and line
 */
export function readUtf8(file: string): string {
  const bytes = bytesOf(file);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(bytes);
  } catch {
    const lines = bytes.toString("latin1").split("\n");
    const line = lines.findIndex((one) => Buffer.from(one, "latin1").toString("utf8").includes("\ufffd")) + 1;
    throw new UserError("The file is not UTF-8, which the Azure ML client reads.", {
      file,
      line,
      hint: "Save it as UTF-8.",
    });
  }
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UserError(`${file} cannot be read: ${error.code === "EISDIR" ? "it is a directory" : error.code}.`, {
      file,
    });
  }
}
