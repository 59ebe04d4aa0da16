import type { Host } from "../host/host.ts";
import type { Plan } from "../plan/plan.ts";
import { type UnusableLine, unusableLines } from "../python/sources/unusable-lines.ts";
import { readTextFile } from "../util/text-file.ts";
import { writeWhole } from "../util/write-whole.ts";

/**
 * Shows what has to change in a freeze of another machine, and changes it if asked.
 * @returns `clean` if there is nothing to change, `shown` if it was not to be changed
 */
export function cleanFreeze({ requirements, settings, options }: Plan, host: Host): "clean" | "changed" | "shown" {
  const { from, write } = options.lock;
  const found = unusableLines(requirements, settings, options).filter(({ requirement }) => requirement.file === from);
  if (found.length === 0) return "clean";
  for (const { requirement, why, instead, advice } of found) {
    const { text, line } = requirement;
    host.log.notice(`${text}: ${why}.${advice === undefined ? "" : ` ${advice}`}`, { file: from, line });
    host.log.info([`- ${text}`, ...instead.map((one) => `+ ${one}`)].join("\n"));
  }
  if (!write) {
    host.log.info(`With --write, ${from} would be changed so, and then locked.`);
    return "shown";
  }
  const { text, encode } = readTextFile(from);
  writeWhole(from, encode(cleaned(text, found)));
  host.log.info(`Changed ${from}.`);
  return "changed";
}

/** A requirement may go over several lines, which end in a backslash. */
function cleaned(text: string, found: readonly UnusableLine[]): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split(/\r?\n/);
  const byLine = new Map(found.map((one) => [one.requirement.line - 1, one]));
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const one = byLine.get(at);
    if (one === undefined) {
      kept.push(lines[at] ?? "");
      continue;
    }
    kept.push(...one.instead);
    while (lines[at]?.endsWith("\\")) at += 1;
  }
  return kept.join(eol);
}
