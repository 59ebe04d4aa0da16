import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compare } from "./comparison.ts";
import type { Facts } from "./progress.ts";
import { type ReportFacts, report } from "./report.ts";
import { sarif } from "./sarif.ts";

export type ReportedRun = Facts &
  Pick<ReportFacts, "target" | "times" | "result" | "error"> & { readonly outputDirectory: string };

/**
 * Writes the report, and the findings as SARIF where the mount was verified.
 * @returns the report, absolute
 */
export function writeReport(run: ReportedRun): string {
  const { outputDirectory: directory, options, location, mount, verdict, earlier } = run;
  mkdirSync(directory, { recursive: true });
  const findings = join(directory, "findings.sarif");
  if (verdict && location && options) writeFileSync(findings, sarif(verdict.findings, location, options));
  else rmSync(findings, { force: true });
  const file = join(directory, "report.json");
  const comparison = mount && compare(earlier, mount);
  writeFileSync(file, report({ ...run, more: { ...run.more, origin: mount?.origin, comparison } }));
  return file;
}
