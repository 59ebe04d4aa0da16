import { diffOf, EXAMPLES, placeOf, whyNoExample } from "../checks/examples.ts";
import { CHECKS, requireCheck } from "../checks/registry.ts";
import type { Check } from "../findings/check.ts";
import { partsOf } from "../findings/explanation.ts";
import { Problems } from "../util/errors.ts";
import { withFlagNames } from "./flag-names.ts";
import { wrapped } from "./page.ts";

const LONGEST_NAME = Math.max(...CHECKS.map(({ name }) => name.length));

/**
 * Explains the named checks; without a code or name, lists all checks.
 * @throws UserErrors for arguments that are neither
 */
export function explain(codesOrNames: readonly string[]): string {
  if (codesOrNames.length === 0) return CHECKS.map(lineOf).join("\n");
  const problems = new Problems();
  const pages = codesOrNames.flatMap((word) => problems.collect(() => pageOf(requireCheck(word))) ?? []);
  problems.throwIfAny();
  return pages.join("\n\n");
}

function lineOf({ id, name, severity, title }: Check): string {
  return `${id.padEnd(4)} ${name.padEnd(LONGEST_NAME)} ${severity.padEnd(8)} ${title}`;
}

function pageOf(check: Check): string {
  const { id, name, severity, title, modes } = check;
  const parts = [...partsOf(check), ["Modes", modes.join(", ")] as const];
  const sections = parts.map(([heading, text]) => `${heading}\n${wrapped(withFlagNames(text), "  ")}`);
  sections.splice(3, 0, beforeAndAfter(id));
  return [wrapped(`${id} ${name} (${severity}): ${title}`), ...sections].join("\n\n");
}

/** After what to do. */
function beforeAndAfter(id: string): string {
  const example = EXAMPLES[id];
  if (example === undefined) return `Before and after\n${wrapped(withFlagNames(whyNoExample(id)), "  ")}`;
  return [
    `Before and after, ${placeOf(example).replaceAll("`", "")}`,
    ...diffOf(example).map((line) => `  ${line}`),
  ].join("\n");
}
