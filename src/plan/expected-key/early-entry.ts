import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import type { ImageFacts } from "../../inputs/image-facts.ts";
import type { Options } from "../../inputs/options.ts";
import type { PipSettings } from "../../python/packaging/pip-settings.ts";
import { early } from "../../util/schedule.ts";
import { expectedPlan } from "./expected-plan.ts";

/** The answer of the cache to a key. */
export type CacheAnswer = "found" | "absent" | "unusable" | "failed";

/** An entry that the cache was asked for. */
export interface AskedEntry {
  readonly key: string;
  /** Absolute: where its files are, once it is found. */
  readonly directory: string;
  readonly answer: Promise<CacheAnswer>;
}

/** Asked for before the plan was made. */
export interface EarlyEntry extends AskedEntry {
  /** Of pip, as the plan is expected to have them. */
  readonly settings: PipSettings;
}

/**
 * Asks the cache for the entry of the plan that is likely to be made, while Python reads what decides about it.
 * @returns `undefined` if the key cannot be told without Python, or if there is no cache
 */
export async function askEarly(
  options: Options,
  facts: ImageFacts | undefined,
  host: Host,
): Promise<EarlyEntry | undefined> {
  const { cache } = host;
  if (cache === undefined || options.cache === "off" || options.dryRun) return undefined;
  // An error of the options is reported by the plan.
  const expected = await expectedPlan(options, facts, host).catch(() => undefined);
  if (expected === undefined) return undefined;
  const { key, settings } = expected;
  host.log.debug(`Cache: ${key} is asked for before Python has read the requirements.`);
  const directory = join(host.temporary, "early-entry");
  mkdirSync(directory);
  return { key, settings, directory, answer: early(cache.restore(key, directory)) };
}
