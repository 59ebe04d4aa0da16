import { ownerOf } from "../mount/inventory/inventory.ts";
import type { Manifest } from "../mount/manifest/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import { isLeftOut, type LeftOut } from "../mount/slim/left-out.ts";

/**
 * Whether a distribution differs from an earlier mount only by what `slim` left out of one of them.
 * @returns a function of the normalised name
 */
export function slimDifference(earlier: Manifest, mount: Mount): (name: string) => boolean {
  const lists = [earlier.slim, mount.removedByStaging.slim].filter((one) => one !== undefined);
  if (lists.length === 0) return () => false;
  const others = new Set(otherDifferences(earlier, mount, lists).map((path) => ownerOf(path, mount.inventory)?.name));
  // A file that has no owner any more may have been any distribution's.
  return (name) => !others.has(name) && !others.has(undefined);
}

/** Paths of files that only one of the mounts has, or that differ, without those that `slim` left out and RECORD. */
function otherDifferences(earlier: Manifest, { inventory }: Mount, lists: readonly LeftOut[]): string[] {
  const before = new Map(earlier.files.map(({ path, sha256 }) => [path, sha256]));
  const paths = new Set([...before.keys(), ...inventory.files.keys()]);
  return [...paths].filter((path) => {
    if (/^[^/]+\.dist-info\/RECORD$/.test(path)) return false;
    const after = inventory.files.get(path)?.sha256;
    if (before.get(path) === after) return false;
    const isOfBoth = before.has(path) && after !== undefined;
    return isOfBoth || !lists.some((list) => isLeftOut(path, list));
  });
}
