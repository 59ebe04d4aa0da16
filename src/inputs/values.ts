import { UserError } from "../util/errors.ts";
import { nearest, normalisedName } from "../util/text.ts";
import type { CheckFinder, SeverityRule } from "./options.ts";
import type { OptionSpec } from "./table.ts";

/** Non-empty lines, trimmed. */
export function linesOf(value: string): string[] {
  return value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** @throws UserError when the value is not one of the spec's choices */
export function choiceOf(spec: OptionSpec, value: string): string {
  if (spec.choices?.includes(value)) return value;
  const hint = nearest(value, spec.choices ?? []);
  throw new UserError(`Input ${spec.name}: "${value}" is not one of ${spec.choices?.join(", ")}.`, {
    hint: hint === undefined ? undefined : `Did you mean "${hint}"?`,
  });
}

/** YAML 1.2 core booleans, as the runner's toolkit reads them. */
export function booleanOf(spec: OptionSpec, value: string): boolean {
  if (["true", "True", "TRUE"].includes(value)) return true;
  if (["false", "False", "FALSE"].includes(value)) return false;
  throw new UserError(`Input ${spec.name}: "${value}" is neither true nor false.`);
}

export function positiveNumberOf(spec: OptionSpec, value: string): number {
  if (/^[1-9][0-9]{0,8}$/.test(value)) return Number(value);
  throw new UserError(`Input ${spec.name}: "${value}" is not a whole number above 0.`);
}

const UNITS: Record<string, number> = {
  "": 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

/** `500MB` → bytes. */
export function bytesOf(spec: OptionSpec, value: string): number {
  const match = /^([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)$/i.exec(value);
  const unit = UNITS[match?.[2]?.toLowerCase() ?? "?"];
  if (match && unit !== undefined) return Math.floor(Number(match[1]) * unit);
  throw new UserError(`Input ${spec.name}: "${value}" is not a size.`, { hint: "Write it as 500MB, 1.5GB or 800MiB." });
}

const SEVERITIES = ["error", "warning", "notice", "off"] as const;

const RULE = /^([A-Za-z][A-Za-z0-9-]*)(?::([A-Za-z0-9._-]+)(?::([A-Za-z0-9._-]+))?)?\s*=\s*([a-z]+)\s*(?:#\s*(.*))?$/;

/**
 * `P4:opencv-python=warning # reason`, or `M17:pillow:CVE-2023-4863=off # reason`, → a rule.
 * @param checkOf finds a check by its code or name; throws a UserError if there is none
 */
export function severityRuleOf(line: string, checkOf: CheckFinder): SeverityRule {
  const match = RULE.exec(line);
  const severity = SEVERITIES.find((one) => one === match?.[4]);
  if (!match || severity === undefined) {
    throw new UserError(`Input checks: "${line}" is not a rule.`, {
      hint: "Write one rule per line: P4=warning # reason, or missing-system-library:opencv-python=off # reason.",
    });
  }
  const [, word = "", distribution, subject, , reason = ""] = match;
  const { id: check, hasIds } = inInput("checks", () => checkOf(word));
  if (subject !== undefined && !hasIds) {
    throw new UserError(`Input checks: "${line}" has an id, but the findings of ${word} have none.`, {
      hint: `Write ${word}:${distribution}=${severity}.`,
    });
  }
  if (severity !== "error" && reason === "") {
    throw new UserError(`Input checks: "${line}" lowers the severity of a check without a reason.`, {
      hint: `Add the reason: ${line} # why it cannot happen here.`,
    });
  }
  const text = `${[word, distribution, subject].filter((part) => part !== undefined).join(":")}=${severity}`;
  const about = { distribution: distribution && normalisedName(distribution), subject: subject?.toUpperCase() };
  return { check, ...about, severity, reason, text };
}

/** Names the input in the message of a user error. */
function inInput<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const message = error.message.charAt(0).toLowerCase() + error.message.slice(1);
    throw new UserError(`Input ${name}: ${message}`, { hint: error.hint });
  }
}
