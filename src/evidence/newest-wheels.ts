import type { Host } from "../host/host.ts";
import type { Target } from "../images/target.ts";
import type { Interpreter } from "../python/interpreter/interpreter.ts";
import { newestWheels } from "../python/packaging/newest-wheels.ts";
import type { OptionLine } from "../python/packaging/requirements.ts";

/** Normalised name → the newest release that has a wheel for the target; only names for which the index shows one. */
export type NewestWheels = Readonly<Record<string, string>>;

/**
 * Asks the index for releases that fit instead of those that need a newer system. It is not asked without such names,
 * nor if no requirements were read: they may name a private index, whose package names must not be sent to another one.
 * @param names normalised
 */
export async function findNewestWheels(
  names: readonly string[],
  target: Target,
  indexLines: readonly OptionLine[] | undefined,
  python: Interpreter,
  host: Host,
): Promise<NewestWheels | undefined> {
  if (indexLines === undefined || names.length === 0) return undefined;
  return await newestWheels(names, target, indexLines, python, host);
}
