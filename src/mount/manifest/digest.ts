import { createHash } from "node:crypto";
import type { MountFile } from "../inventory/reader.ts";

/**
 * The identity of a mount: `sha256:<hex>` over its files in byte order of their paths, each as
 * path, NUL, `x` or `-`, NUL, SHA-256 of the content in hexadecimal, LF.
 */
export function mountDigest(files: Iterable<Pick<MountFile, "path" | "executable" | "sha256">>): string {
  const digest = createHash("sha256");
  for (const { path, executable, sha256 } of files) digest.update(`${path}\0${executable ? "x" : "-"}\0${sha256}\n`);
  return `sha256:${digest.digest("hex")}`;
}
