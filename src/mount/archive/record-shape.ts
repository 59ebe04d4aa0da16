import { anything, count, flag, list, optional, record, type Shape, table, text } from "../../util/shape.ts";
import { LEFT_OUT } from "../manifest/shape.ts";

const RECORD_ROW = record({
  path: text,
  hash: optional(record({ algorithm: text, digest: text })),
  size: optional(count),
});

/** What other code relies on in the record of a build; the evidence is checked where it is used. */
export const BUILD_RECORD_SHAPE: Shape = record({
  mountDigest: text,
  removedByStaging: record({
    outside: table(list(RECORD_ROW)),
    directUrls: table(anything),
    slim: optional(LEFT_OUT),
  }),
  build: record({
    installer: record({ name: text, version: text, reason: text }),
    freeze: list(text),
    foreignPath: list(text),
    systemSitePackages: flag,
    leftOut: list(text),
    requirementsFiles: list(record({ path: text, digest: text })),
    fromSource: list(text),
    yanked: list(text),
    lock: text,
  }),
  buildPaths: table(text),
});
