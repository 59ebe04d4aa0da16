import type { Host } from "../../host/host.ts";
import { targetOf } from "../../images/target.ts";
import type { ImageFacts } from "../../inputs/image-facts.ts";
import type { Options } from "../../inputs/options.ts";
import { scoringReferences } from "../../python/references/scoring-references.ts";
import { cacheKey } from "../cache-key.ts";
import { locate } from "../location.ts";
import { hashesAreRequired, pythonRange } from "../plan.ts";
import { chooseTarget } from "../target.ts";
import { expectedInterpreter, expectedSettings } from "./expected-interpreter.ts";
import { scanSources } from "./scan-sources.ts";

/**
 * The cache key of the plan that is likely to be made, without a start of Python: while Python reads the same files, the
 * cache can be asked. Whoever uses the entry compares this key with that of the plan.
 * @returns `undefined` if only Python can tell
 */
export async function expectedKey(
  options: Options,
  facts: ImageFacts | undefined,
  host: Host,
): Promise<string | undefined> {
  const asked = chooseTarget(options, facts);
  const python = await expectedInterpreter(pythonRange(options, asked), options.python, host);
  const requirements = python && scanSources(options);
  const settings = python && expectedSettings(python.prefixes, host);
  if (python === undefined || requirements === undefined || settings === undefined) return undefined;
  const location = locate(options, python.minor);
  const { scoringDirectory, slim } = options;
  return cacheKey({
    options,
    target: targetOf({ image: asked.image, python: python.minor, facts: asked.facts }),
    python,
    requirements,
    settings,
    requireHashes: hashesAreRequired(options, requirements),
    scoringReferences: slim === "off" ? [] : scoringReferences(scoringDirectory, location.environmentDirectory),
  }).text;
}
