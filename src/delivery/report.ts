import type { Finding } from "../checks/check.ts";
import type { Verdict } from "../checks/verify.ts";
import { mountDigest } from "../mount/digest.ts";
import type { Mount } from "../mount/mount.ts";
import type { Target } from "../target/target.ts";
import { VERSION } from "../version.ts";

export interface ReportFacts {
  readonly mount: Mount;
  readonly target: Target;
  readonly verdict: Verdict;
  /** Milliseconds by phase. */
  readonly times: Readonly<Record<string, number>>;
  /** Further facts, such as the cache's outcome. */
  readonly more: Readonly<Record<string, unknown>>;
}

/** The JSON report: everything a program may want to know of a run. Sizes in bytes, times in milliseconds. */
export function report({ mount, target, verdict, times, more }: ReportFacts): string {
  const { inventory, location } = mount;
  const count = (severity: Finding["severity"]) => verdict.findings.filter((one) => one.severity === severity).length;
  const document = {
    tool: `azureml-extra-packages ${VERSION}`,
    verdict: verdict.green ? "green" : "red",
    verified: verdict.verified,
    libraryPath: location.libraryPath,
    mountDigest: mountDigest(inventory.files.values()),
    target: { ...target, image: target.image?.name ?? "", glibc: target.glibc.join(".") },
    installer: mount.build?.installer,
    counts: {
      errors: count("error"),
      warnings: count("warning"),
      notices: count("notice"),
      waived: verdict.waived.length,
      distributions: inventory.distributions.length,
      files: inventory.files.size,
    },
    bytes: [...inventory.files.values()].reduce((sum, { size }) => sum + size, 0),
    times,
    smoke: verdict.surroundings.smoke,
    ...more,
    findings: verdict.findings,
    waived: verdict.waived,
    complaints: verdict.complaints,
    distributions: inventory.distributions.map(({ name, version }) => ({ name, version })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
