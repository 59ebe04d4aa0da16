import type { Check } from "./check.ts";
import * as closure from "./closure.ts";
import * as deployment from "./deployment.ts";
import * as editables from "./editables.ts";
import * as hygiene from "./hygiene.ts";
import * as image from "./image.ts";
import * as imports from "./imports.ts";
import * as provenance from "./provenance.ts";
import * as platform from "./platform.ts";
import * as record from "./record.ts";
import * as smoke from "./smoke.ts";
import * as tampering from "./tampering.ts";

/** Every check, by id. */
export const CHECKS: readonly Check[] = [closure, deployment, editables, hygiene, image, imports, platform, provenance, record, smoke, tampering]
  .flatMap((subject) => Object.values(subject) as unknown[])
  .filter(isCheck)
  .sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));

function isCheck(value: unknown): value is Check {
  return typeof value === "object" && value !== null && "id" in value && "find" in value;
}
