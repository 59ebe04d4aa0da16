import type { Finding } from "../../findings/check.ts";
import type { Verdict } from "../../findings/verdict.ts";
import type { Options } from "../../inputs/options.ts";
import { literal, plural } from "../../util/text.ts";
import { whereOf, wordsOf } from "../annotations.ts";

const MARKS = { error: "❌", warning: "⚠️", notice: "ℹ️" } as const;
const LONGEST_TABLE = 200;

/** The findings as a Markdown table, with the findings that are turned off in a collapsed section. */
export function findingsTable(verdict: Verdict, options: Options): string {
  if (verdict.findings.length === 0) return verdict.waived.length === 0 ? "No findings." : waived(verdict);
  const rows = verdict.findings.slice(0, LONGEST_TABLE).map((finding) => row(finding, options));
  const more = verdict.findings.length - rows.length;
  const rest = more > 0 ? `\n\n${plural(more, "more finding")} in the report.` : "";
  const table = ["| | check | where | finding |", "|---|---|---|---|", ...rows].join("\n");
  return `### Findings\n\n${table}${rest}${verdict.waived.length === 0 ? "" : `\n\n${waived(verdict)}`}`;
}

function row(finding: Finding, options: Options): string {
  return `| ${MARKS[finding.severity]} | ${finding.check} | ${cell(whereOf(finding, options))} | ${cell(wordsOf(finding))} |`;
}

function waived({ waived: off }: Verdict): string {
  const lines = off.map(
    ({ check, distribution, message, reason }) =>
      `- ${check} ${distribution ?? ""}: ${cell(message)} *${cell(reason)}*`,
  );
  return `<details><summary>${plural(off.length, "finding")} turned off</summary>\n\n${lines.join("\n")}\n\n</details>`;
}

/** Text escaped for a table cell. */
export function cell(text: string): string {
  return literal(text).replaceAll("|", "\\|").replace(/\s+/g, " ");
}
