import { chmod } from "node:fs/promises";
import { basename, join } from "node:path";
import { copied, placeTree } from "../host/copy-files.ts";
import type { Host } from "../host/host.ts";

/**
 * Copies a directory as an upload to Azure leaves it, which keeps no file modes.
 * @returns the copy, absolute
 */
export async function copyWithoutExecuteBits(directory: string, host: Host): Promise<string> {
  const copy = join(host.temporary, "without-execute-bits", basename(directory));
  await placeTree(directory, copy, async (from, to) => {
    await copied(from, to);
    await chmod(to, 0o644);
  });
  return copy;
}
