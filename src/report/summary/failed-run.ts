import type { Options } from "../../inputs/options.ts";
import type { OutputName, Outputs } from "../../inputs/table.ts";
import { codePath } from "../../plan/code-name.ts";
import type { Progress } from "../../progress/progress.ts";
import { humanSeconds, literal } from "../../util/text.ts";
import { findingsTable } from "./findings-table.ts";

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
export function failureSummary(error: string, outputs: Outputs, { headline, facts, clock }: Progress): string {
  const files = SHOWN.filter(([name]) => outputs[name] !== "").map(([name, word]) => `- ${word}: \`${outputs[name]}\``);
  const phases = Object.entries(clock.times).map(([name, time]) => `${name} ${humanSeconds(time)}`);
  const times = phases.length === 0 ? [] : [`- Times: ${phases.join(", ")}`];
  const parts = [
    `## ❌ ${facts.options ? named(headline, facts.options) : headline}`,
    quoted(error),
    facts.verdict && facts.options ? findingsTable(facts.verdict, facts.options) : "",
    [...files, ...times].join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Several code directories may fail in the same run of a workflow. */
function named(headline: string, options: Options): string {
  const sentence = headline.charAt(0).toLowerCase() + headline.slice(1);
  return `${codePath(options)}/${options.environmentName}: ${sentence}`;
}

function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${literal(line)}`)
    .join("\n");
}
