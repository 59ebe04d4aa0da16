import type { Finding, Severity } from "./check.ts";

/** The most severe first. */
export const SEVERITIES: readonly Severity[] = ["error", "warning", "notice"];

/**
 * Checks in the order in which to fix their findings, of findings with the same severity: GitHub shows ten annotations.
 * Causes come before what follows from them: a missing library before the import that it breaks.
 */
const ORDER: readonly RegExp[] = [
  /^T(1|2|4|6|10)$/, // these are other bytes than those that were built
  /^([BCDV]\d+|H(12|18|19|24))$/, // the deployment does not use the packages, or cannot be created
  /^M[1-5]$/, // packages are missing, or do not fit
  /^P\d+$/, // their compiled code does not load
  /^S[135]$/, // the scoring script or the model needs something else
  /^I\d+$/,
  /^X\d+$/,
  /^M1[78]$/, // vulnerabilities
  /^[FR]\d+$/, // files are missing or differ
  /^T\d+$/,
  /^S\d+$/,
  /^H\d+$/, // the layout of the directory
];

/** A smaller number is more important. */
export function importanceOf({ check }: Pick<Finding, "check">): number {
  const index = ORDER.findIndex((pattern) => pattern.test(check));
  return index < 0 ? ORDER.length : index;
}
