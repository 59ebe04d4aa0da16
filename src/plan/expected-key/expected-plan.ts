import type { Host } from "../../host/host.ts";
import { targetOf } from "../../images/target.ts";
import type { ImageFacts } from "../../inputs/image-facts.ts";
import type { Options } from "../../inputs/options.ts";
import type { PipSettings } from "../../python/packaging/pip-settings.ts";
import { scoringReferences } from "../../python/references/scoring-references.ts";
import { cacheKey } from "../cache-key.ts";
import { locate } from "../location.ts";
import { hashesAreRequired, pythonRange } from "../plan.ts";
import { chooseTarget } from "../target.ts";
import { expectedInterpreter, expectedSettings } from "./expected-interpreter.ts";
import { scanSources } from "./scan-sources.ts";

/** What is expected of the plan. */
export interface Expected {
  /** Its cache key. */
  readonly key: string;
  readonly settings: PipSettings;
}

/**
 * The cache key and pip's settings of the plan that is likely to be made, without a start of Python: while Python reads the
 * same files, the cache can be asked. Whoever uses the entry compares this key with that of the plan.
 * @returns `undefined` if only Python can tell
 */
export async function expectedPlan(
  options: Options,
  facts: ImageFacts | undefined,
  host: Host,
): Promise<Expected | undefined> {
  const asked = chooseTarget(options, facts);
  const python = await expectedInterpreter(pythonRange(options, asked), options.python, host);
  const requirements = python && scanSources(options);
  const settings = python && expectedSettings(python.prefixes, host);
  if (python === undefined || requirements === undefined || settings === undefined) return undefined;
  const location = locate(options, python.minor);
  const { scoringDirectory, slim } = options;
  const { text: key } = cacheKey({
    options,
    target: targetOf({ image: asked.image, python: python.minor, facts: asked.facts }),
    python,
    requirements,
    settings,
    requireHashes: hashesAreRequired(options, requirements),
    scoringReferences: slim === "off" ? [] : scoringReferences(scoringDirectory, location.environmentDirectory),
  });
  return { key, settings };
}
