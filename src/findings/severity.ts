import type { SeverityRule } from "../inputs/options.ts";
import type { Finding, Severity } from "./check.ts";
import { groupByCause } from "./group.ts";
import { importanceOf, SEVERITIES } from "./importance.ts";

/** Findings after the rules of the input `checks` were applied. */
export interface RatedFindings {
  readonly findings: readonly Finding[];
  /** Findings that a rule turned off, with its reason. */
  readonly waived: readonly (Finding & { readonly reason: string })[];
  /** Rules that had no effect. */
  readonly ruleWarnings: readonly string[];
}

/**
 * Applies the severity rules, makes one finding of those with the same cause, and sorts by what to fix first. A rule with
 * a distribution overrides one without, and a rule with an id as well overrides both.
 */
export function applyRules(found: readonly Finding[], rules: readonly SeverityRule[]): RatedFindings {
  const used = new Set<SeverityRule>();
  const findings: Finding[] = [];
  const waived: (Finding & { reason: string })[] = [];
  for (const finding of found) {
    const rule = ruleFor(finding, rules);
    if (rule) used.add(rule);
    if (rule?.severity === "off") waived.push({ ...finding, reason: rule.reason });
    else findings.push(rule ? { ...finding, severity: rule.severity as Severity } : finding);
  }
  const ruleWarnings = rules.filter((rule) => !used.has(rule)).map((rule) => warningAbout(rule, rules));
  return { findings: groupByCause(findings).sort(byUrgency), waived: groupByCause(waived), ruleWarnings };
}

function ruleFor(finding: Finding, rules: readonly SeverityRule[]): SeverityRule | undefined {
  const fitting = rules.filter(({ check, distribution, subject }) => {
    const isOfDistribution = distribution === undefined || distribution === finding.distribution;
    return check === finding.check && isOfDistribution && (subject === undefined || finding.ids?.includes(subject));
  });
  const [first] = fitting;
  const ofDistribution = fitting.find(({ distribution }) => distribution !== undefined);
  return fitting.find(({ subject }) => subject !== undefined) ?? ofDistribution ?? first;
}

/** Of two rules for the same findings, the first applies: one may have the check's code, the other its name. */
function warningAbout(rule: SeverityRule, rules: readonly SeverityRule[]): string {
  const first = rules.find(
    ({ check, distribution, subject }) =>
      check === rule.check && distribution === rule.distribution && subject === rule.subject,
  );
  if (first === rule || first === undefined) return `Input checks: ${rule.text} matches no finding; remove it.`;
  return `Input checks: ${rule.text} has no effect, because ${first.text} is for the same check; remove one of them.`;
}

function byUrgency(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    importanceOf(a) - importanceOf(b) ||
    a.check.localeCompare(b.check, "en", { numeric: true }) ||
    (b.members?.length ?? 1) - (a.members?.length ?? 1) ||
    (a.requirement?.file ?? "").localeCompare(b.requirement?.file ?? "", "en") ||
    (a.requirement?.line ?? 0) - (b.requirement?.line ?? 0) ||
    (a.file ?? "").localeCompare(b.file ?? "", "en")
  );
}
