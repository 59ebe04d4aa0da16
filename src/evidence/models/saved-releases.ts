import { contentsOf } from "../../images/contents/image-contents.ts";
import type { NewestWheels } from "../newest-wheels.ts";
import type { Subject } from "../subject.ts";
import type { SavedModels } from "./saved-models.ts";

/** Names to ask the index about, which takes some 0.1 s for each. */
const MOST = 20;

/**
 * The releases that the model was saved with and the container does not have, each with its distribution: hints name them,
 * so the index is asked whether there are wheels of them for the target.
 */
export function releasesInDoubt(
  savedModels: SavedModels | undefined,
  { mount, target, options }: Pick<Subject, "mount" | "target" | "options">,
): string[] {
  const image = contentsOf(target, options.imagePackages);
  const there = new Map([...image.distributions.values()].map(({ name, version }) => [name, version]));
  for (const { name, version } of mount.inventory.distributions) there.set(name, version);
  const saved = (savedModels?.files ?? []).flatMap(({ versions }) => Object.entries(versions));
  const doubtful = saved.filter(([name, version]) => there.get(name) !== version.split("+")[0]);
  const asked = doubtful.flatMap(([name, version]) => [name, `${name}==${version.split("+")[0]}`]);
  return [...new Set(asked)].slice(0, MOST);
}

/** The newest release with a wheel for the target, if the index has one, but none of this version. */
export function newestInstead(
  distribution: string,
  version: string,
  releases: NewestWheels | undefined,
): string | undefined {
  const isComplete = /^\d+\.\d/.test(version);
  return isComplete && releases?.[`${distribution}==${version}`] === undefined ? releases?.[distribution] : undefined;
}
