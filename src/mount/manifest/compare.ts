import type { Inventory } from "../inventory/inventory.ts";
import type { Manifest, ManifestFile } from "./manifest.ts";

/** A file that differs from its description in the manifest. */
export interface Difference {
  /** POSIX, relative to the mount. */
  readonly path: string;
  /** What happened to it, such as `was changed`. */
  readonly what: string;
}

/** Compares a mount with its manifest: every byte, and the executable bit. */
export function* compareWithManifest(manifest: Manifest, inventory: Inventory): Iterable<Difference> {
  const listed = new Set(manifest.files.map(({ path }) => path));
  for (const file of manifest.files) {
    const what = differenceOf(file, inventory);
    if (what !== undefined) yield { path: file.path, what };
  }
  for (const path of inventory.files.keys()) if (!listed.has(path)) yield { path, what: "was added" };
  for (const { path, kind } of inventory.oddities) if (!listed.has(path)) yield { path, what: `was added (${kind})` };
}

function differenceOf({ path, sha256, executable }: ManifestFile, inventory: Inventory): string | undefined {
  const found = inventory.files.get(path);
  if (found === undefined) return "is missing";
  if (found.sha256 !== sha256) return "was changed";
  // Windows has no such bit.
  if (process.platform === "win32" || found.executable === executable) return undefined;
  return found.executable ? "was made executable" : "was made non-executable";
}
