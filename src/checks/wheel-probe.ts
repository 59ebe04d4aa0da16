import type { Mount } from "../mount/mount.ts";
import type { Interpreter } from "../python/interpreter.ts";
import { newestWheels } from "../python/newest-wheels.ts";
import type { OptionLine } from "../python/requirements.ts";
import type { Host } from "../runner/host.ts";
import type { Target } from "../target/target.ts";
import { needingNewerSystem } from "./platform-problems.ts";

/** Normalised name → the newest release that has a wheel for the target, of those for which the index shows one. */
export type NewestWheels = Readonly<Record<string, string>>;

interface Question {
  readonly target: Target;
  readonly mount: Pick<Mount, "inventory">;
  readonly indexLines?: readonly OptionLine[] | undefined;
}

/**
 * Asks the index what would fit instead of that which needs a newer system; where nothing does, nobody is asked. Nor where
 * no requirements were read: an index that only they name is not known then, and its names are no other index's business.
 */
export async function askForWheels(
  { target, mount, indexLines }: Question,
  python: Interpreter,
  host: Host,
): Promise<NewestWheels | undefined> {
  if (indexLines === undefined) return undefined;
  const names = needingNewerSystem(mount.inventory, target);
  return names.length === 0 ? undefined : await newestWheels(names, target, indexLines, python, host);
}
