import type { ServerConflict } from "../../../evidence/server-conflicts.ts";
import { contentsOf, type ImageContents } from "../../../images/contents/image-contents.ts";
import type { Target } from "../../../images/target.ts";
import type { Options } from "../../../inputs/options.ts";
import type { Inventory } from "../../../mount/inventory/inventory.ts";
import { byteOrder } from "../../../util/text.ts";

/**
 * `shadowed`: both have it, and the container imports the mount's. `new`: only the mount has it. `kept`: only the image
 * has it.
 */
export type ImageState = "shadowed" | "new" | "kept";

export interface ImageRow {
  readonly name: string;
  readonly state: ImageState;
  /** `""` if it is not in the image; `undefined` if the version is not known. */
  readonly inImage: string | undefined;
  /** `""` if it is not in the mount. */
  readonly inMount: string;
  /** What packages of the image require and the mount does not satisfy. */
  readonly conflicts: readonly ServerConflict[];
}

interface Compared {
  readonly inventory: Inventory;
  readonly target: Target;
  readonly options: Options;
  readonly conflicts: readonly ServerConflict[];
}

const ORDER: readonly ImageState[] = ["shadowed", "new", "kept"];

/** The distributions of the image and of the mount, in the order of their states. */
export function imageRows({ inventory, target, options, conflicts }: Compared): {
  readonly contents: ImageContents;
  readonly rows: readonly ImageRow[];
} {
  const contents = contentsOf(target, options.imagePackages);
  const inMount = new Map(inventory.distributions.map(({ name, version }) => [name, version]));
  const names = [...new Set([...inMount.keys(), ...contents.distributions.keys()])].sort(byteOrder);
  const rows = names.map((name): ImageRow => {
    const [image, mount] = [contents.distributions.get(name), inMount.get(name)];
    const state = mount === undefined ? "kept" : image === undefined ? "new" : "shadowed";
    const own = conflicts.filter(({ needs }) => needs === name);
    return { name, state, inImage: image ? image.version : "", inMount: mount ?? "", conflicts: own };
  });
  return { contents, rows: rows.sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state)) };
}
