import { resolve } from "node:path";
import type { Finding } from "../findings/check.ts";
import type { Options } from "../inputs/options.ts";
import type { Location } from "../plan/location.ts";
import type { Place } from "../util/errors.ts";

/**
 * The line to fix, else the file, else the scoring script: code scanning and code quality require a location.
 * @returns an absolute path
 */
export function placeToFix(
  { place, requirement, file }: Finding,
  { directory }: Location,
  { codeDirectory, scoringScript }: Options,
): Place & { readonly file: string } {
  if (place) return place;
  if (requirement?.file) return { file: resolve(codeDirectory, requirement.file), line: requirement.line };
  return { file: file === undefined ? scoringScript : resolve(directory, file) };
}
