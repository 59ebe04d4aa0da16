import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { normalisedName } from "../../util/text.ts";

/** The line before the output of a failed build. */
export const BUILD_OUTPUT = "The end of what the failed build printed:";

/** Lines of a build's output that are kept: the reason is at the end. */
const BUILD_LINES = 25;

/** Bytes of the log that are read: a build may print more than a string can hold. */
const LOG_LIMIT = 2 ** 24;

/**
 * What pip writes to its log file alone, as further lines of its output: what a failed build printed, the last index that
 * refused access or did not answer, the project whose page redirects in a circle, and a wheel that does not fit where none does.
 */
export function onlyInLog(file: string): string {
  if (!existsSync(file)) return "";
  const lines = linesOf(file);
  return [...failedBuildIn(lines), ...unreachableIn(lines), ...redirectsIn(lines), ...unfitIn(lines)]
    .map((line) => `${line}\n`)
    .join("");
}

/** The errors of pip itself, which it prints too unless it is quiet. */
export function errorsIn(file: string): string {
  const lines = existsSync(file) ? linesOf(file) : [];
  const errors = new Set(lines.filter((line) => line.startsWith("ERROR: ")));
  return [...errors].map((line) => `${line}\n`).join("");
}

/** Without their times. */
function linesOf(file: string): string[] {
  return endOf(file)
    .split("\n")
    .map((line) => line.replace(/^\d{4}-\d\d-\d\dT[\d:,]+ ?/, ""));
}

function endOf(file: string): string {
  const descriptor = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(Math.min(fstatSync(descriptor).size, LOG_LIMIT));
    readSync(descriptor, bytes, 0, bytes.length, fstatSync(descriptor).size - bytes.length);
    return bytes.toString("utf8");
  } finally {
    closeSync(descriptor);
  }
}

/** What pip itself adds after a failed command, in the markup of its console. */
const PIPS_OWN = /^\s*(ERROR: \[present-rich\]|\[bold magenta\])/;

function failedBuildIn(lines: readonly string[]): string[] {
  const end = lines.findLastIndex((line) => /^\s*ERROR: .* exited with -?\d+$/.test(line));
  const begin = lines.slice(0, Math.max(end, 0)).findLastIndex((line) => /^\s*Running command /.test(line));
  if (begin < 0) return [];
  const printed = lines.slice(begin + 1, end).filter((line) => !PIPS_OWN.test(line));
  return [BUILD_OUTPUT, ...printed.slice(-BUILD_LINES)];
}

/** 404 is an ordinary answer: the index does not have the project. */
function unreachableIn(lines: readonly string[]): string[] {
  const reasons = lines.flatMap((line) => /Could not fetch URL (.*?)(?: - skipping)?$/.exec(line)?.[1] ?? []);
  const last = reasons.findLast((reason) => !reason.includes(" 404 "));
  return last === undefined ? [] : [`ERROR: ${last}`];
}

function redirectsIn(lines: readonly string[]): string[] {
  if (!lines.some((line) => /^ERROR: .*Exceeded \d+ redirects/.test(line))) return [];
  const name = lines
    .flatMap((line) => /location\(s\) to search for versions of ([\w.-]+):/.exec(line)?.[1] ?? [])
    .at(-1);
  return name === undefined ? [] : [`ERROR: The page of ${name} redirects too often.`];
}

/** Without this, a project whose wheels are all for other systems looks like one that does not exist. */
function unfitIn(lines: readonly string[]): string[] {
  const name = lines.flatMap((line) => /^ERROR: No matching distribution found for ([\w.-]+)/.exec(line)?.[1] ?? [])[0];
  const isNone = lines.some((line) => line.startsWith("ERROR: ") && line.includes("(from versions: none)"));
  if (name === undefined || !isNone) return [];
  const wheels = lines.flatMap(
    (line) => /^\s*Skipping link: (?=.*compatible).*\/([^/\s#]+\.whl)/.exec(line)?.[1] ?? [],
  );
  const last = wheels.findLast((wheel) => normalisedName(wheel.split("-")[0] ?? "") === normalisedName(name));
  return last === undefined ? [] : [`ERROR: No wheel of ${name} fits, for example not ${last}.`];
}
