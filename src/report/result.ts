import type { Verdict } from "../findings/verdict.ts";
import type { Host } from "../host/host.ts";
import { withoutImage } from "../images/image-to-verify.ts";
import type { Target } from "../images/target.ts";
import type { Options } from "../inputs/options.ts";
import type { Outputs } from "../inputs/table.ts";
import type { Location } from "../plan/location.ts";
import type { Progress } from "../progress/progress.ts";
import type { ExitCode } from "../util/errors.ts";
import { plural } from "../util/text.ts";
import { conclude } from "./conclusion.ts";
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
  host.log.info(resultLine(verdict, target, variables));
  return ended;
}

/** The last line of the log: the result, the number of findings of each severity, and what the deployment must set. */
function resultLine(
  { passed, findings }: Verdict,
  target: Target,
  variables: Readonly<Record<string, string>>,
): string {
  const counts = (["error", "warning", "notice"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [plural(count, severity)];
  });
  const first = [passed ? "Passed" : "Failed", ...counts].join(", ");
  const settings = Object.entries(variables).map((pair) => pair.join("="));
  if (!passed) return `${first}.`;
  const alone = withoutImage(target);
  return `${first}.${alone === undefined ? "" : ` ${alone}`} Set in the deployment: ${settings.join(" ")}`;
}
