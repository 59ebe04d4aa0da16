import { relative } from "node:path";
import type { Finding } from "../findings/check.ts";
import { SEVERITIES } from "../findings/importance.ts";
import type { Verdict } from "../findings/verdict.ts";
import type { Host } from "../host/host.ts";
import { withoutImage } from "../images/image-to-verify.ts";
import type { Target } from "../images/target.ts";
import type { Options } from "../inputs/options.ts";
import type { Outputs } from "../inputs/table.ts";
import type { Location } from "../plan/location.ts";
import type { Progress } from "../progress/progress.ts";
import type { ExitCode } from "../util/errors.ts";
import { plural, slashed } from "../util/text.ts";
import { conclude } from "./conclusion.ts";
import { whereOf } from "./findings/place-to-fix.ts";
import { writeReport } from "./report-files.ts";

/** The result of a command. */
export interface Result {
  readonly exitCode: ExitCode;
  readonly outputs: Outputs;
  readonly summary: string;
}

/** The facts in the report of every command. */
export interface Outcome {
  readonly options: Options;
  readonly target: Target;
  /** The final location of the mount. */
  readonly location: Location;
  readonly verdict: Verdict;
  /** Absolute; the report is written here. */
  readonly outputDirectory: string;
}

/** Writes the report and the findings as SARIF, for a completed run. */
export function reportRun(
  { target, outputDirectory }: Outcome,
  more: Readonly<Record<string, unknown>>,
  progress: Progress,
  host: Host,
): void {
  progress.begin("report");
  const { facts, clock, soFar: result } = progress;
  const run = { ...facts, target, outputDirectory, times: clock.times, result, error: "", more };
  const { report, page } = writeReport(run, host);
  progress.note({ "report-file": report, "report-page": page });
}

/** Exit code and outputs, and the last line of the log. */
export function endRun(
  { verdict, options, target }: Outcome,
  variables: Readonly<Record<string, string>>,
  progress: Progress,
  host: Host,
): Omit<Result, "summary"> {
  const ended = conclude(verdict, variables, options, progress, host);
  const isWritten = ended.outputs["deployment-file"] !== "";
  host.log.info(host.reword(resultLine(verdict, { target, variables, options, isWritten })));
  return ended;
}

interface Next {
  readonly target: Target;
  readonly variables: Readonly<Record<string, string>>;
  readonly options: Options;
  /** Whether the deployment file sets the variables. */
  readonly isWritten: boolean;
}

/** The last line of the log: the result, the number of findings of each severity, and what to do next. */
function resultLine({ passed, findings }: Verdict, next: Next): string {
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [plural(count, severity)];
  });
  const first = [passed ? "Passed" : "Failed", ...counts].join(", ");
  if (!passed) return `${first}. ${whatToFix(findings, next.options)}`;
  const alone = withoutImage(next.target);
  return `${first}.${alone === undefined ? "" : ` ${alone}`} ${whatToSet(next)}`;
}

/** The findings are sorted by what to fix first. */
function whatToFix([first]: readonly Finding[], options: Options): string {
  if (first === undefined) return "";
  const { check, hint, message } = first;
  const where = [whereOf(first, options), check].filter((part) => part !== "").join(": ");
  return `Fix first: ${where}: ${(hint ?? message).split("\n")[0]}`;
}

function whatToSet({ variables, options: { deployment, workspace }, isWritten }: Next): string {
  const settings = Object.entries(variables)
    .map((pair) => pair.join("="))
    .join(" ");
  if (deployment === undefined) return `Set in the deployment: ${settings}`;
  const file = slashed(relative(workspace, deployment.file));
  return isWritten ? `Deploy ${file}, which sets: ${settings}` : `Set in ${file}: ${settings}`;
}
