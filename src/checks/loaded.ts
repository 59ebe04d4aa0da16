import { ownerOf } from "../mount/inventory.ts";
import { own } from "../own.ts";
import type { Evidence } from "./check.ts";

/** By normalised name: the files of the mount that importing a distribution loads; absent where an import failed. */
export type LoadedFiles = Readonly<Record<string, readonly string[]>>;

/**
 * Whether the container loads a compiled file, as far as imports and the scoring script tell; `undefined` where nothing
 * does. What the build of a manifest has judged by its imports is not judged again by names alone.
 */
export function isLoaded(path: string, { container, manifest, scoring, inventory }: Evidence): boolean | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (scoring?.libraries.some((text) => text.endsWith(name))) return true;
  if (container === undefined) return manifest === undefined ? undefined : false;
  const owner = ownerOf(path, inventory);
  return own(container.loaded ?? {}, owner?.name ?? "")?.includes(path);
}
