import { findCheck, requireCheck } from "../../../checks/registry.ts";
import type { Finding, Severity } from "../../../findings/check.ts";
import { partsOf } from "../../../findings/explanation.ts";
import { SEVERITIES } from "../../../findings/importance.ts";
import type { Verdict } from "../../../findings/verdict.ts";
import type { Options } from "../../../inputs/options.ts";
import { plural } from "../../../util/text.ts";
import { whereOf } from "../../findings/place-to-fix.ts";
import { type Html, html, prose } from "../html.ts";
import { filterBar } from "./filter.ts";

/** Of a finding that stands for many; the JSON report has all. */
const MOST_MEMBERS = 200;

/** Every finding of a run, the one to fix first at the top, and what the checks look for. */
export function findingsPart({ findings, waived, ruleWarnings }: Verdict, options: Options): Html {
  if (findings.length + waived.length === 0) return html`<p>No check found anything.</p>${ruleNotes(ruleWarnings)}`;
  const rows = [
    ...findings.map((finding) => entry(finding, finding.severity, options)),
    ...waived.map((finding) => entry(finding, "waived", options, finding.reason)),
  ];
  const all = [...findings, ...waived];
  const shown = [...findings.map(({ severity }) => severity), ...(waived.length > 0 ? ["waived" as const] : [])];
  const checks = [...new Set(all.map(({ check }) => check))].sort((a, b) =>
    a.localeCompare(b, "en", { numeric: true }),
  );
  const bar = filterBar("finding-list", "findings", "Text", [
    { name: "severity", label: "Severity", values: severities(shown) },
    { name: "check", label: "Check", any: "All checks", values: checks.map((id) => [id, nameOf(id)] as const) },
  ]);
  return html`${bar}
<ol id="finding-list" class="findings">${rows}</ol>
${ruleNotes(ruleWarnings)}
<h3 id="about-checks">About these checks</h3>
${checks.map(explanation)}`;
}

type Shown = Severity | "waived";

function severities(shown: readonly Shown[]): (readonly [Shown, string])[] {
  const order: readonly Shown[] = [...SEVERITIES, "waived"];
  const words = { error: "Errors", warning: "Warnings", notice: "Notices", waived: "Waived" };
  return order.filter((one) => shown.includes(one)).map((one) => [one, words[one]] as const);
}

function nameOf(id: string): string {
  const check = findCheck(id);
  return check === undefined ? id : `${id} ${check.name}`;
}

function entry(finding: Finding, shown: Shown, options: Options, reason?: string): Html {
  const { check, message, hint, distribution } = finding;
  const where = whereOf(finding, options);
  return html`<li class="finding ${shown}" data-severity="${shown}" data-check="${check}">
<p class="title"><span class="badge ${shown}">${shown}</span> <a href="#check-${check}">${nameOf(check)}</a>${
    distribution && html` <span class="quiet">${distribution}</span>`
  }${where === "" ? undefined : html` <code class="where">${where}</code>`}</p>
${hint === undefined ? undefined : html`<p class="text">${prose(hint)}</p>`}
<p class="text${hint === undefined ? "" : " quiet"}">${prose(message)}</p>
${reason ? html`<p class="text">Waived: ${prose(reason)}</p>` : undefined}
${membersOf(finding, options)}
</li>
`;
}

function membersOf({ members = [], message }: Finding, options: Options): Html | undefined {
  if (members.length < 2) return undefined;
  const lines = members.slice(0, MOST_MEMBERS).map((one) => {
    const where = whereOf(one, options);
    const words = one.message === message ? "" : one.message;
    return html`<li>${where === "" ? undefined : html`<code>${where}</code> `}${prose(words)}</li>`;
  });
  const more = members.length - lines.length;
  const rest = more > 0 ? html`<li>${plural(more, "more place")}: see report.json.</li>` : undefined;
  return html`<details><summary>${plural(members.length, "place")}</summary><ul>${lines}${rest}</ul></details>`;
}

function ruleNotes(warnings: readonly string[]): Html[] {
  return warnings.map((warning) => html`<p>${prose(warning)}</p>`);
}

function explanation(id: string): Html {
  const check = requireCheck(id);
  const parts = partsOf(check).map(([heading, text]) => html`<dt>${heading}</dt><dd>${prose(text)}</dd>`);
  return html`<details id="check-${id}"><summary>${id} ${check.name}: ${check.title}</summary><dl>${parts}</dl></details>`;
}
