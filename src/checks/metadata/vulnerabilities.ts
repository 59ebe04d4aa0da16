import type { Vulnerability } from "../../evidence/audit/audit.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import { someOf } from "../../findings/at-most.ts";
import { type Cause, type Check, type Finding, placeOfRequirement, requirementOf } from "../../findings/check.ts";

/** Are vulnerabilities of the distributions known? */

const MOST_NAMED = 10;

export const knownVulnerability: Check = {
  id: "M17",
  name: "known-vulnerability",
  severity: "warning",
  hasIds: true,
  modes: ["preinstalled", "restore", "verify"],
  title: "a distribution has a known vulnerability",
  what: "An advisory in OSV's database affects the installed version; versions are compared as in PEP 440, and ids of one vulnerability are one finding. The input `audit` sets the severity, and turns the check on.",
  inContainer: "Whoever can send requests or data to the deployment may be able to use it. The advisory says how.",
  fix: "Require the fixed version, and build again.",
  waive:
    "Safe when the vulnerable code cannot be reached. Name the advisory after the distribution, as `M17:pillow:CVE-2023-4863=off # reason`: a rule without it is also for advisories that are published later.",
  *find(evidence) {
    const { vulnerabilities = [] } = evidence.audit ?? {};
    for (const one of vulnerabilities) {
      const { distribution } = one;
      const all = vulnerabilities.filter((other) => other.distribution === distribution);
      yield {
        severity: severityOf(evidence),
        message: `${distribution} ${one.version} has a known vulnerability: ${named(one)}.${one.summary && ` ${one.summary}`}`,
        distribution,
        ids: idsOf(one),
        requirement: requirementOf(distribution, evidence),
        hint: upgradeOf(one, evidence),
        cause: { key: distribution, describe: (members) => describeAll(among(all, members)) },
      };
    }
  },
};

export const auditIncomplete: Check = {
  id: "M18",
  name: "audit-incomplete",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "known vulnerabilities could not all be looked up",
  what: "OSV's service did not answer, the database cannot be read or has no record, or there is no interpreter to compare versions. The input `audit` sets the severity.",
  inContainer: "Nothing fails. There may be vulnerabilities that check M17 does not report.",
  fix: "Allow HTTPS to api.osv.dev, or set the input `audit-database` to a copy of the database.",
  waive: "Safe when another audit covers the same packages.",
  *find(evidence) {
    const { audit } = evidence;
    if (audit?.problem === undefined) return;
    const isOffline = evidence.options.auditDatabase !== "";
    yield {
      severity: severityOf(evidence),
      message: `The audit is incomplete: ${audit.problem} (${audit.source}).`,
      hint: isOffline
        ? "Replace the database, or set it to another copy."
        : "Run again, or set the input audit-database.",
    };
  },
};

/** Without the input `audit` there is neither finding. */
function severityOf({ options }: Evidence): "error" | "warning" {
  return options.audit === "error" ? "error" : "warning";
}

function idsOf({ id, aliases }: Vulnerability): string[] {
  return [id, ...aliases].map((one) => one.toUpperCase());
}

/** A rule may be about some of the vulnerabilities. */
function among(all: readonly Vulnerability[], findings: readonly Finding[]): Vulnerability[] {
  const found = new Set(findings.flatMap(({ ids = [] }) => ids));
  return all.filter((one) => found.has(one.id.toUpperCase()));
}

/** All vulnerabilities of a distribution have one fix. */
function describeAll(all: readonly Vulnerability[]): ReturnType<Cause["describe"]> {
  const [first] = all;
  if (first === undefined || all.length === 1) return {};
  const ids = someOf(all.map(named), MOST_NAMED);
  return { message: `${first.distribution} ${first.version} has ${all.length} known vulnerabilities: ${ids}.` };
}

/** `GHSA-… (CVE-2021-1, PYSEC-2021-2; fixed in 1.2.3)`. */
function named({ id, aliases, fixed }: Vulnerability): string {
  const fix = fixed === null ? "no fix known" : `fixed in ${fixed}`;
  return `${id} (${[aliases.join(", "), fix].filter((part) => part !== "").join("; ")})`;
}

function upgradeOf({ distribution, safe }: Vulnerability, evidence: Evidence): string {
  const requirement = requirementOf(distribution, evidence);
  const place = requirement && placeOfRequirement(requirement, evidence.options);
  const through = requirement === undefined ? "" : ` (brought in by ${requirement.text} in ${place})`;
  if (safe === null) return `Replace ${distribution}${through}, or wait for a fix.`;
  return `Require ${distribution}>=${safe}${through}.`;
}
