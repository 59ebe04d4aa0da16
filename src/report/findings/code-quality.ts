import { relative } from "node:path";
import { findCheck } from "../../checks/registry.ts";
import type { Finding } from "../../findings/check.ts";
import type { Host } from "../../host/host.ts";
import type { Options } from "../../inputs/options.ts";
import type { Location } from "../../plan/location.ts";
import { sha256 } from "../../util/sha256.ts";
import { slashed } from "../../util/text.ts";
import { wordsOf } from "./annotations.ts";
import { placeToFix } from "./place-to-fix.ts";

const SEVERITIES = { error: "critical", warning: "minor", notice: "info" } as const;

/** The findings as a code quality report of GitLab, whose merge requests show which are new and which are fixed. */
export function codeQuality(
  findings: readonly Finding[],
  location: Location,
  options: Options,
  host: Pick<Host, "environment" | "log">,
): string {
  const repository = host.environment.CI_PROJECT_DIR || options.workspace;
  const seen = new Map<string, number>();
  const issues = findings.map((finding) => {
    const { check, severity } = finding;
    const { file, line = 1 } = placeToFix(finding, location, options);
    const path = slashed(relative(repository, file));
    return {
      description: host.log.shown(wordsOf(finding)),
      check_name: `${check} ${findCheck(check)?.name ?? ""}`.trim(),
      fingerprint: fingerprint(finding, path, seen),
      severity: SEVERITIES[severity],
      location: { path, lines: { begin: line } },
    };
  });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}

/**
 * The same in the next run, where lines, versions and messages may differ. GitLab shows one issue for each, so that
 * findings that are otherwise alike are numbered.
 */
function fingerprint({ check, distribution, file }: Finding, path: string, seen: Map<string, number>): string {
  const key = JSON.stringify([check, distribution ?? "", path, file ?? ""]);
  const number = seen.get(key) ?? 0;
  seen.set(key, number + 1);
  return sha256(number === 0 ? key : `${key}#${number}`);
}
