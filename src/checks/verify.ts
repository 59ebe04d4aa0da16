import { readUpload, type Upload } from "../mount/upload/upload.ts";
import { CHECKS } from "./catalogue.ts";
import type { Check, Evidence, Finding } from "./check.ts";
import { type Judged, judge } from "./policy.ts";
import type { Subject, Surroundings, Testimony } from "./testimony.ts";

export interface Verdict extends Judged {
  readonly green: boolean;
  /** `files` where no interpreter of the target could be asked. */
  readonly verified: "full" | "files";
  readonly testimony: Testimony;
  readonly surroundings: Surroundings;
}

/** Runs every check over a mount, with the container's semantics. */
export function verify(
  { options, target, mount }: Subject,
  testimony: Testimony,
  around: Surroundings,
  checks: readonly Check[] = CHECKS,
): Verdict {
  let upload: Upload | undefined;
  const evidence: Evidence = {
    options,
    target,
    ...mount,
    ...testimony,
    ...around,
    // The code directory is walked only for checks that ask.
    get upload() {
      upload ??= readUpload(options);
      return upload;
    },
  };
  const found = checks.flatMap((check) =>
    [...check.find(evidence)].map((answer): Finding => ({ check: check.id, severity: check.severity, ...answer })),
  );
  const judged = judge(
    found,
    options.checks,
    CHECKS.map(({ id }) => id),
  );
  const green = !judged.findings.some(({ severity }) => severity === "error");
  return {
    ...judged,
    green,
    verified: testimony.container && testimony.closure ? "full" : "files",
    testimony,
    surroundings: around,
  };
}
