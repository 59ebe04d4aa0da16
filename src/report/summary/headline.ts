import type { Verdict } from "../../findings/verdict.ts";
import type { Options } from "../../inputs/options.ts";
import { codePath } from "../../plan/code-name.ts";
import { literal, plural } from "../../util/text.ts";

/** A headline is read in a list of several: it stays on one line or two. */
const LONGEST_CAUSE = 120;

/** @param state what a verdict without errors means, such as `ready to deploy` */
export function headlineOf(verdict: Verdict, name: string, state: string): string {
  return `## ${verdict.passed ? "✅" : "❌"} ${name}: ${verdict.passed ? state + warningsOf(verdict) : errorsOf(verdict)}`;
}

/** Escaped; several mounts may be reported in the same run of a workflow. */
export function mountName(options: Options): string {
  return literal(`${codePath(options)}/${options.environmentName}`);
}

function warningsOf({ findings }: Verdict): string {
  const count = findings.filter(({ severity }) => severity === "warning").length;
  return count === 0 ? "" : `, ${plural(count, "warning")}`;
}

function errorsOf({ findings }: Verdict): string {
  const errors = findings.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return "not verified";
  return `${plural(errors.length, "error")}${errors.length === 1 ? "" : ", first"}: ${brief(first.message)}`;
}

/** The first sentence, without its end; of a list after a colon as much as there is room for. */
export function brief(text: string): string {
  const [sentence = ""] = text.trim().split(/(?<=[^.\s]{2})\.\s|\n/);
  const whole = sentence.replace(/[.:]$/, "");
  if (whole.length <= LONGEST_CAUSE) return literal(whole);
  const [before = ""] = whole.split(": ");
  if (before.length >= LONGEST_CAUSE / 3 && before.length <= LONGEST_CAUSE) return literal(before);
  return `${literal(whole.slice(0, LONGEST_CAUSE).replace(/\s+\S*$/, ""))} …`;
}
