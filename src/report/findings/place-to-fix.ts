import { relative, resolve } from "node:path";
import { type Finding, placeOfRequirement } from "../../findings/check.ts";
import type { Options } from "../../inputs/options.ts";
import type { Location } from "../../plan/location.ts";
import type { Place } from "../../util/errors.ts";
import { slashed } from "../../util/text.ts";

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

/** `requirements.txt:3`, `score.py:7` or a file of the mount, for people; `""` for what is about none. */
export function whereOf({ place, requirement, file }: Finding, options: Options): string {
  if (place) return `${slashed(relative(options.workspace, place.file))}:${place.line}`;
  return requirement === undefined ? (file ?? "") : placeOfRequirement(requirement, options);
}
