import type { SeverityRule } from "../options/options.ts";
import type { Finding, Severity } from "./check.ts";

/** What the `checks` input did. */
export interface Judged {
  readonly findings: readonly Finding[];
  /** Findings that a rule turned off, with its reason. */
  readonly waived: readonly (Finding & { readonly reason: string })[];
  /** Rules that name no check, or matched nothing. */
  readonly complaints: readonly string[];
}

const ORDER: readonly Severity[] = ["error", "warning", "notice"];

/** Applies the severity rules and sorts by what should be mended first. A rule with a distribution beats one without. */
export function judge(found: readonly Finding[], rules: readonly SeverityRule[], ids: readonly string[]): Judged {
  const used = new Set<SeverityRule>();
  const findings: Finding[] = [];
  const waived: (Finding & { reason: string })[] = [];
  for (const finding of found) {
    const rule = ruleFor(finding, rules);
    if (rule) used.add(rule);
    if (rule?.severity === "off") waived.push({ ...finding, reason: rule.reason });
    else findings.push(rule ? { ...finding, severity: rule.severity as Severity } : finding);
  }
  const complaints = rules.flatMap((rule) => {
    const text = `${rule.check}${rule.distribution ? `:${rule.distribution}` : ""}=${rule.severity}`;
    if (!ids.includes(rule.check)) return [`Input checks: ${text} names no check; the ids are ${ids.join(", ")}.`];
    return used.has(rule) ? [] : [`Input checks: ${text} matched nothing; remove it.`];
  });
  return { findings: findings.sort(byUrgency), waived, complaints };
}

function ruleFor(finding: Finding, rules: readonly SeverityRule[]): SeverityRule | undefined {
  const fitting = rules.filter(({ check, distribution }) => {
    return check === finding.check && (distribution === undefined || distribution === finding.distribution);
  });
  return fitting.find(({ distribution }) => distribution !== undefined) ?? fitting[0];
}

function byUrgency(a: Finding, b: Finding): number {
  const severity = ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity);
  return (
    severity ||
    a.check.localeCompare(b.check, "en", { numeric: true }) ||
    (a.file ?? "").localeCompare(b.file ?? "", "en")
  );
}
