import {
  anything,
  count,
  flag,
  list,
  matching,
  optional,
  orNull,
  record,
  row,
  type Shape,
  text,
} from "../../util/shape.ts";

/*
 * What readers of a manifest rely on. A seal shows an edit by hand, but whoever can write an artifact or a cache entry
 * can compute it.
 */

const REQUIREMENT = record({
  file: orNull(text),
  line: count,
  text,
  name: orNull(text),
  extras: list(text),
  specifier: text,
  constraint: flag,
  editable: flag,
  applies: flag,
  pinned: flag,
});

const DISTRIBUTION = record({
  name: text,
  version: text,
  size: count,
  files: count,
  outside: list(text),
  directUrl: anything,
  fromSource: optional(flag),
  yanked: optional(flag),
});

/** What `slim` left out. */
export const LEFT_OUT: Shape = record({
  setting: text,
  files: count,
  bytes: count,
  groups: list(record({ kind: text, distribution: orNull(text), files: count, bytes: count, paths: list(text) })),
});

/** Path, size, executable bit and hash, as they are written. */
export const FILES = list(row(text, count, count, matching(/^[0-9a-f]{64}$/, "a SHA-256 in hexadecimal")));

/** Everything but the list of files. */
export const HEAD: Shape = record({
  schema: text,
  tool: text,
  environmentName: text,
  inside: text,
  libraryPath: text,
  target: record({
    image: text,
    imageDigest: optional(text),
    python: matching(/^3\.[0-9]+$/, "a minor version of Python 3"),
    glibc: text,
    architecture: text,
  }),
  pythonVersion: text,
  mountDigest: text,
  requirements: list(REQUIREMENT),
  requirementsFiles: list(record({ path: text, digest: text })),
  distributions: list(DISTRIBUTION),
  freeze: list(text),
  slim: optional(LEFT_OUT),
});
