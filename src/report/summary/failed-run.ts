import type { OutputName, Outputs } from "../../inputs/table.ts";
import type { Progress } from "../../progress/progress.ts";
import { literal } from "../../util/text.ts";
import { findingsSection } from "./findings.ts";
import { brief, mountName } from "./headline.ts";
import { joined } from "./markdown.ts";
import { timesSection } from "./run-facts.ts";

const SHOWN: readonly (readonly [OutputName, string])[] = [
  ["mount-directory", "Packages"],
  ["archive-file", "Archive"],
  ["lock-file", "Lock file"],
  ["report-file", "Report"],
  ["artifact-name", "Artifact"],
  ["deployment-file", "Deployment file"],
];

/**
 * The job summary of a run that ended with an error: what was done, what was not, the error, and the existing files.
 */
export function failureSummary(error: string, outputs: Outputs, progress: Progress): string {
  const { facts, clock } = progress;
  const files = SHOWN.filter(([name]) => outputs[name] !== "").map(([name, word]) => `- ${word}: \`${outputs[name]}\``);
  const parts = [
    `## ${state(progress)}: ${brief(error)}`,
    quoted(error),
    facts.verdict && facts.options ? findingsSection(facts.verdict, facts.options) : "",
    files.join("\n"),
    timesSection(clock.times),
  ];
  return `${joined(parts)}\n`;
}

/** What succeeded has a mark of its own: packages that are verified need no other build. */
function state({ soFar, notDone, headline, facts }: Progress): string {
  if (facts.options === undefined) return `❌ ${headline}`;
  const name = mountName(facts.options);
  const small = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
  return facts.verdict?.passed && soFar !== ""
    ? `✅ ${name}: ${small(soFar)}, ❌ ${notDone}`
    : `❌ ${name}: ${small(headline)}`;
}

function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${literal(line)}`)
    .join("\n");
}
