import { resolve } from "node:path";
import type { Finding } from "../../findings/check.ts";
import { SEVERITIES } from "../../findings/importance.ts";
import type { Verdict } from "../../findings/verdict.ts";
import type { Annotation, Host } from "../../host/host.ts";
import type { Options } from "../../inputs/options.ts";
import type { Location } from "../../plan/location.ts";
import { plural } from "../../util/text.ts";

/**
 * Prints findings as annotations on the line to fix. Of a failed run, notices would hide what to fix: they are counted.
 */
export function annotate(verdict: Verdict, location: Location, options: Options, host: Host): void {
  const { passed, findings, ruleWarnings } = verdict;
  for (const severity of passed ? SEVERITIES : (["error", "warning"] as const)) {
    const all = findings.filter((finding) => finding.severity === severity);
    const limit = host.log.annotationsLeft(severity);
    const shown = all.length <= limit ? all : all.slice(0, Math.max(0, limit - 1)); // the last one counts the others
    for (const finding of shown) host.log[severity](wordsOf(finding), placeOf(finding, location, options, host));
    const more = all.length - shown.length;
    if (more > 0)
      host.log[severity](`${plural(more, `more ${severity}`)}. The summary and the report list all of them.`);
  }
  for (const warning of ruleWarnings) host.log.warning(warning);
  describeFurther(verdict, host);
}

/** Where to read more. */
function describeFurther({ passed, findings }: Verdict, host: Host): void {
  const hidden = passed ? 0 : findings.filter(({ severity }) => severity === "notice").length;
  if (hidden > 0) host.log.info(`${plural(hidden, "notice")} in the report.`);
  const [first] = findings;
  if (first && host.kind === "terminal")
    host.log.info(`For details about a check, run for example "explain ${first.check}".`);
}

/** The fix first, then the cause. */
export function wordsOf({ message, hint }: Finding): string {
  return hint === undefined ? message : `${hint} ${message}`;
}

function placeOf(finding: Finding, { directory }: Location, options: Options, host: Host): Annotation {
  const { check, message, place, requirement, file } = finding;
  if (place) return { title: check, ...place };
  if (requirement?.file) {
    const { file: of, line, text: quoted } = requirement;
    return { title: check, file: resolve(options.codeDirectory, of), line, quoted };
  }
  // GitHub shows annotations on files of the repository. In a terminal, a file that the message names is not repeated.
  const isShown = host.kind === "terminal" && file !== undefined && !message.includes(file);
  return isShown ? { title: check, file: resolve(directory, file) } : { title: check };
}
