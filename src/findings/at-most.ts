import type { FindingDetails } from "./check.ts";

/** Shortens what checks report that may have a finding for every file of a large mount. */

const MOST = 100;

/** At most a hundred findings, then one that says how many more there are. */
export function* atMost(
  findings: Iterable<FindingDetails>,
  rest: (count: number) => FindingDetails,
  most = MOST,
): Iterable<FindingDetails> {
  let count = 0;
  for (const finding of findings) {
    count += 1;
    if (count <= most) yield finding;
  }
  if (count > most) yield rest(count - most);
}

/** `a, b, c and 4 more`. */
export function someOf(names: readonly string[], shown = 3): string {
  const rest = names.length - shown;
  return rest > 0 ? `${names.slice(0, shown).join(", ")} and ${rest} more` : names.join(", ");
}
