import type { Verdict } from "../checks/verify.ts";
import { wordsOf } from "../delivery/annotations.ts";
import { updateDeployment } from "../delivery/deployment-file.ts";
import { deployOutputs, emptyOutputs } from "../delivery/outputs.ts";
import type { Progress } from "../delivery/progress.ts";
import { ExitCode } from "../errors.ts";
import type { Options } from "../options/options.ts";
import type { Outputs } from "../options/table.ts";
import type { Host } from "../runner/host.ts";
import { plural } from "../text.ts";

const NAMED_FINDINGS = 10;

/** Exit code and outputs of a run that nothing broke off. The deployment file comes last, when all else is done. */
export function conclude(
  verdict: Verdict,
  variables: Readonly<Record<string, string>>,
  { deployment }: Options,
  progress: Progress,
  host: Host,
): { exitCode: ExitCode; outputs: Outputs } {
  if (!verdict.green) {
    const outputs = { ...emptyOutputs(), ...progress.outputs, error: errorOf(verdict) };
    return { exitCode: ExitCode.findings, outputs };
  }
  progress.begin("deploymentFile");
  progress.note({ "deployment-file": updateDeployment(deployment, variables, host) });
  const { verified } = verdict;
  const outputs = { ...emptyOutputs(), ...progress.outputs, ...deployOutputs(variables), verified };
  return { exitCode: ExitCode.green, outputs };
}

/** Findings of severity error, a line each. */
function errorOf({ findings }: Verdict): string {
  const errors = findings.filter(({ severity }) => severity === "error");
  const lines = errors.slice(0, NAMED_FINDINGS).map((finding) => `${finding.check}: ${wordsOf(finding)}`);
  const more = errors.length - lines.length;
  const rest = more > 0 ? [`${plural(more, "more finding")} in the report.`] : [];
  return [`${plural(errors.length, "finding")} of severity error:`, ...lines, ...rest].join("\n");
}
