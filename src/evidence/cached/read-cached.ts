import { IMAGE_FACTS } from "../../inputs/image-facts.ts";
import {
  anything,
  count,
  flag,
  list,
  ofKind,
  oneOf,
  optional,
  orNull,
  record,
  row,
  table,
  text,
} from "../../util/shape.ts";
import type { CacheableEvidence } from "../evidence.ts";

/*
 * What the checks rely on in the evidence of a cache entry, which another job has written.
 */

const DEPENDENCY = { root: orNull(count), distribution: text, needs: text, text, found: optional(text) };

const CLOSURE = record({
  roots: list(anything), // replaced by those of this run
  problems: list(
    ofKind({
      absent: { root: count, needs: text },
      mismatch: { root: count, distribution: text, found: text },
      "unknown-extra": { root: count, distribution: text, extra: text, known: list(text) },
      missing: DEPENDENCY,
      conflict: DEPENDENCY,
      python: { distribution: text, requires: text, partly: flag },
      invalid: { distribution: text, text, why: text },
    }),
  ),
  reached: table(record({ root: count, by: orNull(text) })),
  needs: table(list(text)),
});

const WANTED = list(
  record({
    distribution: optional(text),
    module: text,
    library: text,
    outcome: oneOf("failed", "later", "works", "unknown"),
    isHere: flag,
  }),
);

const SOURCE = ofKind({ simulated: {}, image: { reference: text, digest: text, engine: text } });

const SCRIPT = record({
  failures: list(
    record({
      line: count,
      when: oneOf("start", "call", "guarded", "fallback"),
      module: text,
      file: text,
      error: text,
      missing: orNull(text),
      isName: flag,
      isUncertain: flag,
    }),
  ),
  imported: list(text),
  wanted: WANTED,
  named: list(record({ library: text, file: text, line: count })),
});

const CONTAINER = record({
  source: SOURCE,
  searchPath: list(text),
  distributions: list(row(text, text)),
  importFailures: list(record({ distribution: text, module: text, error: text, missing: orNull(text) })),
  script: optional(SCRIPT),
  replacements: optional(
    record({
      replaced: table(record({ error: orNull(text), missing: list(text) })),
      failed: orNull(record({ module: text, error: text })),
    }),
  ),
  loaded: optional(table(list(text))),
  tried: optional(table(record({ failures: list(text), others: list(text) }))),
  wanted: optional(WANTED),
  visible: optional(list(text)),
  startFailure: optional(text),
});

const SERVER = record({
  question: text,
  conflicts: list(record({ by: text, text, needs: text, found: text, sameSeries: flag })),
  start: optional(record({ server: text, problem: optional(text) })),
});

const EVIDENCE = record({
  tool: optional(text),
  scoringDirectory: optional(text),
  closure: optional(CLOSURE),
  container: optional(CONTAINER),
  imageFacts: optional(IMAGE_FACTS),
  server: optional(SERVER),
  sharedSources: optional(table(table(text))),
});

/**
 * The evidence of a cache entry.
 * @param onUnusable is called with what differs from evidence; the answer is then that there is none
 */
export function readCached(value: unknown, onUnusable: (difference: string) => void): Partial<CacheableEvidence> {
  if (value === undefined || value === null) return {};
  const difference = EVIDENCE(value, "evidence");
  if (difference === undefined) return value as Partial<CacheableEvidence>;
  onUnusable(difference);
  return {};
}
