import { findCheck } from "../checks/registry.ts";
import type { Finding } from "../findings/check.ts";
import type { Verdict } from "../findings/verdict.ts";
import type { Target } from "../images/target.ts";
import { mountDigest } from "../mount/manifest/digest.ts";
import type { Mount } from "../mount/mount.ts";
import type { Location } from "../plan/location.ts";
import { VERSION } from "../util/version.ts";

export interface ReportFacts {
  readonly target: Target;
  /** These are absent if the run ended before they were known. */
  readonly location?: Location | undefined;
  readonly mount?: Mount | undefined;
  readonly verdict?: Verdict | undefined;
  /** Milliseconds by phase. */
  readonly times: Readonly<Record<string, number>>;
  /** What was done and what was not, such as `Built and verified, not uploaded`. */
  readonly result: string;
  /** `""` if no error was thrown. */
  readonly error: string;
  /** Further facts, such as the cache's outcome. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** The JSON report: all facts about a run, for programs. Sizes in bytes, times in milliseconds. */
export function report({ location, mount, target, verdict, times, result, error, more }: ReportFacts): string {
  const files = mount && [...mount.inventory.files.values()];
  const document = {
    tool: `azureml-extra-packages ${VERSION}`,
    verdict: verdict?.passed && error === "" ? "passed" : "failed",
    result,
    error,
    verified: verdict?.verified ?? "no",
    evidence: verdict?.evidence?.container?.source,
    libraryPath: mount && location?.libraryPath,
    mountDigest: files && mountDigest(files),
    target: { ...target, facts: undefined, image: target.image?.name ?? "", glibc: target.glibc.join(".") },
    installer: mount?.build?.installer,
    counts: { ...(verdict && countsOf(verdict)), ...(mount && sizesOf(mount)) },
    slim: mount?.removedByStaging.slim,
    bytes: files?.reduce((sum, { size }) => sum + size, 0),
    times,
    smoke: verdict?.evidence?.smoke,
    audit: verdict?.evidence?.audit,
    ...more,
    findings: verdict?.findings.map(named),
    waived: verdict?.waived.map(named),
    ruleWarnings: verdict?.ruleWarnings,
    distributions: mount?.inventory.distributions.map(({ name, version }) => ({ name, version })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Adds the name of the check to its code. Members do not repeat it. */
function named<T extends Finding>({ check, members, ...rest }: T) {
  return { check, name: findCheck(check)?.name, ...rest, members: members?.map(({ check: _, ...member }) => member) };
}

function countsOf({ findings, waived }: Verdict) {
  const count = (severity: Finding["severity"]) => findings.filter((one) => one.severity === severity).length;
  return {
    errors: count("error"),
    warnings: count("warning"),
    notices: count("notice"),
    waived: waived.length,
  };
}

function sizesOf({ inventory }: Mount) {
  return { distributions: inventory.distributions.length, files: inventory.files.size };
}
