import { createHash } from "node:crypto";

/** The digest of a text (as UTF-8) or of bytes: 64 hexadecimal digits. */
export function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
