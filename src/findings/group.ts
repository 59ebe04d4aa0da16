import { groupBy } from "../util/group-by.ts";
import { plural } from "../util/text.ts";
import { someOf } from "./at-most.ts";
import type { Finding } from "./check.ts";
import { SEVERITIES } from "./importance.ts";

/** One finding for each cause: what has the same check, distribution and fix. */

const MOST_MESSAGES = 3;

/** Findings of the same cause become one, which is as severe as the most severe of them and keeps them as its members. */
export function groupByCause<T extends Finding>(findings: readonly T[]): T[] {
  return [...groupBy(findings, keyOf).values()].map(together);
}

function keyOf(finding: Finding): string {
  const { check, distribution, cause, hint, severity, place, requirement, file, message } = finding;
  const reason = "reason" in finding ? finding.reason : undefined;
  if (cause !== undefined) return JSON.stringify([check, reason, cause.key]);
  // Without a fix in common, only findings of the same severity are alike.
  const fix = hint === undefined ? ["no hint", severity] : ["hint", hint];
  // A line of the user's own is a place to fix.
  const line = place ?? (distribution === undefined ? requirement : undefined);
  const where = line === undefined ? [] : [line.file, line.line];
  // What concerns neither a file nor a distribution is alone.
  const alone = file === undefined && (distribution === undefined || hint === undefined) ? message : undefined;
  return JSON.stringify([check, reason, distribution, fix, where, alone]);
}

function together<T extends Finding>(findings: readonly T[]): T {
  const members = [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const first = members[0] as T;
  const words = first.cause?.describe(members) ?? { message: messageOf(members) };
  const finding = { ...withoutCause(first), ...words };
  return members.length === 1 ? finding : { ...finding, members: members.map(withoutCause) };
}

/** A report holds facts alone. */
function withoutCause<T extends Finding>(finding: T): T {
  return { ...finding, cause: undefined };
}

/** The first message, and the other files; where findings name no file, the first messages. */
function messageOf(members: readonly Finding[]): string {
  const [first, ...others] = members as [Finding, ...Finding[]];
  const files = new Set(others.flatMap(({ file }) => file ?? []));
  if (first.file !== undefined) {
    files.delete(first.file);
    if (files.size > 0) return `${first.message} ${plural(files.size, "more file")}: ${someOf([...files])}.`;
  }
  const messages = [...new Set(members.map(({ message }) => message))];
  const more = messages.length - MOST_MESSAGES;
  const rest = more > 0 ? [`${plural(more, "more problem")} of this kind in the report.`] : [];
  return [...messages.slice(0, MOST_MESSAGES), ...rest].join(" ");
}
