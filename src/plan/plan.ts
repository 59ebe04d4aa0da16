import type { Host } from "../host/host.ts";
import { type Target, targetOf } from "../images/target.ts";
import type { ImageFacts } from "../inputs/image-facts.ts";
import type { Options } from "../inputs/options.ts";
import { obtainInterpreter } from "../python/fetch/obtain-interpreter.ts";
import { readPipSettings } from "../python/packaging/pip-settings.ts";
import type { Requirements } from "../python/packaging/requirements.ts";
import { requireWheels } from "../python/platform/wheels-only.ts";
import { scoringReferences } from "../python/references/scoring-references.ts";
import { headerFor, readLockHeader, requireFresh } from "../python/sources/lock-file.ts";
import { readRequirements } from "../python/sources/read-requirements.ts";
import type { LineReader } from "../python/sources/source-files.ts";
import { requireUsable } from "../python/sources/unusable-lines.ts";
import { exportUvLock } from "../python/sources/uv-export.ts";
import { settleAll } from "../util/schedule.ts";
import { type CacheKey, cacheKey } from "./cache-key.ts";
import { locate } from "./location.ts";
import { artifactName, chooseTarget } from "./target.ts";
import type { Decisions } from "./types.ts";

/** Everything that is decided before the build, as a plain value: a dry run prints it, the cache key is its hash. */
export interface Plan extends Decisions {
  readonly artifactName: string;
  readonly key: CacheKey;
}

/**
 * @param facts of an image that the catalogue does not have
 * @throws UserError, UserErrors for an unknown image, a missing interpreter, or requirements that cannot be read
 */
export async function makePlan(options: Options, facts: ImageFacts | undefined, host: Host): Promise<Plan> {
  const target = chooseTarget(options, facts);
  const python = await obtainInterpreter(pythonRange(options, target), options.python, host);
  const settling = readPipSettings(python, host);
  const linesOf: LineReader = async (source) => exportUvLock(source, python, await settling, host);
  const [requirements, settings] = await settleAll([
    readRequirements(options, { python, target }, linesOf, host),
    settling,
  ]);
  if (options.lock.from === "") requireUsable(requirements, settings, options);
  // A range may select another minor version than the first one in its text; glibc depends on the selected one.
  const exact = targetOf({ image: target.image, python: python.minor, facts: target.facts });
  const location = locate(options, python.minor);
  if (requirements.lock !== undefined)
    requireFresh(
      requirements.lock,
      readLockHeader(requirements.lock),
      headerFor(requirements, exact, options),
      options,
    );
  const requireHashes = hashesAreRequired(options, requirements);
  const { scoringDirectory, slim } = options;
  const named = slim === "off" ? [] : scoringReferences(scoringDirectory, location.environmentDirectory);
  const decided = { options, target: exact, python, requirements, settings, requireHashes, location };
  const parts = { ...decided, scoringReferences: named };
  requireWheels(parts);
  return { ...parts, artifactName: artifactName(options, exact), key: cacheKey(parts) };
}

/** A `semver` range for the interpreter. */
export function pythonRange(options: Options, target: Target): string {
  return options.pythonVersion === "" || target.image !== undefined ? target.python : options.pythonVersion;
}

export function hashesAreRequired(
  options: Options,
  { requirements, options: lines }: Pick<Requirements, "requirements" | "options">,
): boolean {
  if (options.requireHashes !== "auto") return options.requireHashes === "true";
  return (
    requirements.some(({ hashes }) => hashes.length > 0) || lines.some(({ values }) => values.require_hashes === true)
  );
}
