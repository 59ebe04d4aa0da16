import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT_FILES } from "../delivery/output-files.ts";
import type { Facts } from "../progress/progress.ts";
import { compare } from "./comparison.ts";
import { type ReportFacts, report } from "./json.ts";
import { sarif } from "./sarif.ts";

export type ReportedRun = Facts &
  Pick<ReportFacts, "target" | "times" | "result" | "error"> & { readonly outputDirectory: string };

/**
 * Writes the report, and the findings as SARIF if the mount was verified.
 * @returns the report, absolute
 */
export function writeReport(run: ReportedRun): string {
  const { outputDirectory: directory, options, location, mount, verdict, earlier } = run;
  mkdirSync(directory, { recursive: true });
  const findings = join(directory, OUTPUT_FILES.findings);
  if (verdict && location && options) writeFileSync(findings, sarif(verdict.findings, location, options));
  else rmSync(findings, { force: true });
  const file = join(directory, OUTPUT_FILES.report);
  const comparison = mount && compare(earlier, mount);
  writeFileSync(file, report({ ...run, more: { ...run.more, origin: mount?.origin, comparison } }));
  return file;
}
