import { resolve } from "node:path";
import { CHECKS } from "../../checks/registry.ts";
import type { Finding, Severity } from "../../findings/check.ts";
import type { Verdict } from "../../findings/verdict.ts";
import type { Options } from "../../inputs/options.ts";
import { literal, plural } from "../../util/text.ts";
import { documentationOf, lineOnGitHub } from "../findings/links.ts";
import { whereOf } from "../findings/place-to-fix.ts";
import { cell, fenced, fold, indented, joined, linked } from "./markdown.ts";

const MARKS = { error: "❌", warning: "⚠️", notice: "ℹ️" } as const;
/** Of a severity; a page of more is no longer read. */
const SHOWN = 10;
const LONGEST_LIST = 200;
/** Their findings name libraries and programs that a Dockerfile adds to the image. */
const ADDED_BY_DOCKERFILE = ["P4", "S7"];

/**
 * The findings: what is to be fixed is open, what can wait is closed.
 * @param dockerfile adds to the image what is missing, if something is
 */
export function findingsSection(verdict: Verdict, options: Options, dockerfile?: string): string {
  const { passed, findings } = verdict;
  if (findings.length === 0) return joined(["No findings.", waived(verdict)]);
  const own = (severity: Severity) => findings.filter((finding) => finding.severity === severity);
  const [errors, warnings, notices] = [own("error"), own("warning"), own("notice")];
  const withDockerfile = findings.find(({ check }) => ADDED_BY_DOCKERFILE.includes(check));
  const show = (finding: Finding) =>
    entry(finding, options, finding === withDockerfile && dockerfile !== undefined ? dockerfile : "");
  const open = passed ? warnings : errors;
  return joined([
    open.length === 0 ? "" : `### ${passed ? "Warnings" : "Fix first"}`,
    open.slice(0, SHOWN).map(show).join("\n"),
    folded(open.slice(SHOWN), `more ${passed ? "warning" : "error"}`, show),
    passed ? "" : folded(warnings, "warning", show),
    folded(notices, "notice", show),
    withDockerfile === undefined && dockerfile !== undefined ? dockerfileFold(dockerfile) : "",
    waived(verdict),
  ]);
}

function folded(findings: readonly Finding[], noun: string, show: (finding: Finding) => string): string {
  if (findings.length === 0) return "";
  const more = findings.length - LONGEST_LIST;
  const rest = more > 0 ? `\n\n${plural(more, `more ${noun.replace(/^more /, "")}`)} in the report.` : "";
  return fold(plural(findings.length, noun), findings.slice(0, LONGEST_LIST).map(show).join("\n") + rest);
}

/** The fix, then the cause, then the check and the line to change. */
function entry(finding: Finding, options: Options, dockerfile: string): string {
  const { check, severity, message, hint } = finding;
  const words = [hint === undefined ? "" : `**${oneLine(hint)}**`, oneLine(message)];
  const name = CHECKS.find(({ id }) => id === check)?.name ?? "";
  const about = [linked(`${check} ${name}`, documentationOf(check)), placeOf(finding, options)];
  const first = `- ${MARKS[severity]} ${spaced(words)}<br>${about.filter((one) => one !== "").join(", ")}`;
  return dockerfile === "" ? first : joined([first, indented(dockerfileFold(dockerfile))]);
}

/** An entry of a list. */
function oneLine(text: string): string {
  return literal(text.trim()).replace(/\s+/g, " ");
}

function spaced(words: readonly string[]): string {
  return words.filter((word) => word !== "").join(" ");
}

/** The place in words, linked to the line of the user's own that it names. */
function placeOf(finding: Finding, options: Options): string {
  const { place, requirement } = finding;
  const line = place ?? (requirement?.file ? fileOf(requirement.file, requirement.line, options) : undefined);
  return linked(whereOf(finding, options), line && lineOnGitHub(line.file, line.line, options.workspace));
}

function fileOf(path: string, line: number, { codeDirectory }: Options) {
  return { file: resolve(codeDirectory, path), line };
}

function dockerfileFold(text: string): string {
  return fold(
    "Dockerfile that adds the missing libraries and programs to the image",
    fenced(text.trimEnd(), "dockerfile"),
  );
}

function waived({ waived: off }: Verdict): string {
  if (off.length === 0) return "";
  const lines = off.map(
    ({ check, distribution, message, reason }) =>
      `- ${check} ${distribution ?? ""}: ${cell(message)} *${cell(reason)}*`,
  );
  return fold(`${plural(off.length, "finding")} turned off`, lines.join("\n"));
}
