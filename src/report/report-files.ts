import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT_FILES } from "../delivery/output-files.ts";
import type { Host } from "../host/host.ts";
import { compare } from "./comparison.ts";
import { codeQuality } from "./findings/code-quality.ts";
import { sarif } from "./findings/sarif.ts";
import { report } from "./json.ts";
import { reportPage } from "./page/page.ts";
import type { ReportedRun } from "./reported-run.ts";

/**
/**
 * Writes the report, and the report page if it is wanted. If the mount was verified, the findings are also written as SARIF,
 * and for GitLab as code quality.
 * @returns the files, absolute; `""` for a page that is not wanted
 */
export function writeReport(run: ReportedRun, host: Host): { readonly report: string; readonly page: string } {
  const { outputDirectory: directory, options, mount, earlier } = run;
  mkdirSync(directory, { recursive: true });
  writeFindings(run, host);
  const file = join(directory, OUTPUT_FILES.report);
  const comparison = mount && compare(earlier, mount);
  writeFileSync(file, report({ ...run, more: { ...run.more, origin: mount?.origin, comparison } }));
  const page = join(directory, OUTPUT_FILES.page);
  if (options?.report) writeFileSync(page, reportPage(run));
  else rmSync(page, { force: true });
  return { report: file, page: options?.report ? page : "" };
}

/** Findings of an earlier run are removed. */
function writeFindings({ outputDirectory: directory, options, location, verdict }: ReportedRun, host: Host): void {
  const files = [OUTPUT_FILES.findings, OUTPUT_FILES.codeQuality].map((name) => join(directory, name));
  for (const file of files) rmSync(file, { force: true });
  if (!verdict || !location || !options) return;
  const [findings = "", quality = ""] = files;
  writeFileSync(findings, sarif(verdict.findings, location, options));
  if (host.format === "gitlab") writeFileSync(quality, codeQuality(verdict.findings, location, options, host));
}
