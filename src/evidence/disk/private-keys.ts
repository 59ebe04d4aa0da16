import { closeSync, constants, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { UploadedFile } from "../../mount/upload/upload.ts";

/** The paths of the files that contain a private key, among those with a matching extension. */
export function findPrivateKeys(files: readonly UploadedFile[], codeDirectory: string): Set<string> {
  const candidates = files.filter(({ path }) => /\.(pem|key|crt|cer)$/.test(path));
  const found = candidates.filter(({ path }) =>
    /-----BEGIN [A-Z ]*PRIVATE KEY/.test(beginning(join(codeDirectory, path))),
  );
  return new Set(found.map(({ path }) => path));
}

/** Long enough for a file that contains certificates before the key. */
function beginning(path: string): string {
  const buffer = Buffer.alloc(64 * 1024);
  try {
    // Does not block on a named pipe.
    const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      return buffer.toString("latin1", 0, readSync(descriptor, buffer, 0, buffer.length, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return ""; // not readable: then the client cannot upload it either
  }
}
