import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { largestText } from "../python/packaging/metadata-size.ts";
import { isSystemError } from "../util/errors.ts";
import { normalisedName } from "../util/text.ts";
import { parseHeaders } from "./inventory/metadata.ts";

/** The normalised name of an installed distribution, by its `.dist-info` directory (absolute). */
export function nameOfDistribution(directory: string): string {
  const text = readIfThere(join(directory, "METADATA")) ?? "";
  const fallback = directory.split(/[\\/]/).at(-1)?.split("-")[0] ?? "";
  return normalisedName(parseHeaders(text).get("name")?.[0] ?? fallback);
}

/** `undefined` also for a file that is too large to be what its name says. */
export function readIfThere(path: string): string | undefined {
  try {
    return statSync(path).size > largestText(path) ? undefined : readFileSync(path, "utf8");
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}
