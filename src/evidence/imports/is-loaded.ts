import { ownerOf } from "../../mount/inventory/inventory.ts";
import { getOwn } from "../../util/get-own.ts";
import type { ScoringImports } from "../scoring-script.ts";
import type { MountEvidence } from "../subject.ts";
import type { ContainerView } from "./container.ts";

interface Known extends Pick<MountEvidence, "manifest" | "inventory"> {
  readonly container: ContainerView | undefined;
  readonly scoring: ScoringImports | undefined;
}

/**
 * Whether the container loads a compiled file, according to the imports and the scoring script; `undefined` if neither
 * shows it. A file that a build judged by its imports is not judged again by its name alone.
 */
export function isLoaded(path: string, { container, manifest, scoring, inventory }: Known): boolean | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (scoring?.libraries.some((text) => text.endsWith(name))) return true;
  if (container === undefined) return manifest === undefined ? undefined : false;
  const owner = ownerOf(path, inventory);
  return getOwn(container.loaded ?? {}, owner?.name ?? "")?.includes(path);
}
