import type { Finding } from "../checks/check.ts";
import type { Verdict } from "../checks/verify.ts";
import { mountDigest } from "../mount/digest.ts";
import type { Location } from "../mount/location.ts";
import type { Mount } from "../mount/mount.ts";
import type { Target } from "../target/target.ts";
import { VERSION } from "../version.ts";

export interface ReportFacts {
  readonly target: Target;
  /** These are there as far as the run came. */
  readonly location?: Location | undefined;
  readonly mount?: Mount | undefined;
  readonly verdict?: Verdict | undefined;
  /** Milliseconds by phase. */
  readonly times: Readonly<Record<string, number>>;
  /** What was done and what was not, such as `Built and verified, not uploaded`. */
  readonly result: string;
  /** `""` where none was thrown. */
  readonly error: string;
  /** Further facts, such as the cache's outcome. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** The JSON report: everything a program may want to know of a run. Sizes in bytes, times in milliseconds. */
export function report({ location, mount, target, verdict, times, result, error, more }: ReportFacts): string {
  const files = mount && [...mount.inventory.files.values()];
  const document = {
    tool: `azureml-extra-packages ${VERSION}`,
    verdict: verdict?.green && error === "" ? "green" : "red",
    result,
    error,
    verified: verdict?.verified ?? "no",
    libraryPath: mount && location?.libraryPath,
    mountDigest: files && mountDigest(files),
    target: { ...target, image: target.image?.name ?? "", glibc: target.glibc.join(".") },
    installer: mount?.build?.installer,
    counts: { ...(verdict && countsOf(verdict)), ...(mount && sizesOf(mount)) },
    bytes: files?.reduce((sum, { size }) => sum + size, 0),
    times,
    smoke: verdict?.surroundings.smoke,
    ...more,
    findings: verdict?.findings,
    waived: verdict?.waived,
    complaints: verdict?.complaints,
    distributions: mount?.inventory.distributions.map(({ name, version }) => ({ name, version })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
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
