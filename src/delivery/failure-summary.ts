import type { OutputName, Outputs } from "../options/table.ts";
import { humanSeconds, literal } from "../text.ts";
import { findingsTable } from "./findings-table.ts";
import type { Progress } from "./progress.ts";

const SHOWN: readonly (readonly [OutputName, string])[] = [
  ["mount-directory", "Packages"],
  ["archive-file", "Archive"],
  ["lock-file", "Lock file"],
  ["report-file", "Report"],
  ["artifact-name", "Artifact"],
  ["deployment-file", "Deployment file"],
];

/** The job summary of a run that an error ended: what was done and what was not, the error, and what is there. */
export function failureSummary(error: string, outputs: Outputs, { headline, facts, clock }: Progress): string {
  const there = SHOWN.filter(([name]) => outputs[name] !== "").map(([name, word]) => `- ${word}: \`${outputs[name]}\``);
  const phases = Object.entries(clock.times).map(([name, time]) => `${name} ${humanSeconds(time)}`);
  const times = phases.length === 0 ? [] : [`- Times: ${phases.join(", ")}`];
  const parts = [
    `## ❌ ${headline}`,
    quoted(error),
    facts.verdict && facts.options ? findingsTable(facts.verdict, facts.options) : "",
    [...there, ...times].join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${literal(line)}`)
    .join("\n");
}
