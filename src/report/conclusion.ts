import { updateDeployment } from "../delivery/deployment-file.ts";
import { deployOutputs, emptyOutputs } from "../delivery/outputs.ts";
import type { Verdict } from "../findings/verdict.ts";
import type { Host } from "../host/host.ts";
import { imageAlone } from "../images/image-to-verify.ts";
import type { Options } from "../inputs/options.ts";
import type { Outputs } from "../inputs/table.ts";
import type { Progress } from "../progress/progress.ts";
import { ExitCode } from "../util/errors.ts";
import { plural } from "../util/text.ts";
import { wordsOf } from "./findings/annotations.ts";

const NAMED_FINDINGS = 10;

/** Exit code and outputs of a completed run. The deployment file is updated last. */
export function conclude(
  verdict: Verdict,
  variables: Readonly<Record<string, string>>,
  options: Options,
  progress: Progress,
  host: Host,
): { exitCode: ExitCode; outputs: Outputs } {
  if (!verdict.passed) {
    const outputs = { ...emptyOutputs(), ...progress.outputs, error: host.reword(errorOf(verdict)) };
    return { exitCode: ExitCode.findings, outputs };
  }
  progress.begin("deploymentFile");
  const target = verdict.evidence?.target;
  const update = { variables, image: target && imageAlone(options, target) };
  progress.note({ "deployment-file": updateDeployment(options, update, host) });
  const { verified } = verdict;
  const outputs = { ...emptyOutputs(), ...progress.outputs, ...deployOutputs(variables), verified };
  return { exitCode: ExitCode.passed, outputs };
}

/** Findings of severity error, a line each. */
function errorOf({ findings }: Verdict): string {
  const errors = findings.filter(({ severity }) => severity === "error");
  const lines = errors.slice(0, NAMED_FINDINGS).map((finding) => `${finding.check}: ${wordsOf(finding)}`);
  const more = errors.length - lines.length;
  const rest = more > 0 ? [`${plural(more, "more finding")} in the report.`] : [];
  return [`${plural(errors.length, "finding")} of severity error:`, ...lines, ...rest].join("\n");
}
