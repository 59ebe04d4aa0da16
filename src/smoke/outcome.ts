import { isDeepStrictEqual } from "node:util";
import type { Host } from "../host/host.ts";
import type { Expected } from "../inputs/sample-request/description.ts";
import { humanSeconds, printable } from "../util/text.ts";
import type { Waits } from "./limits.ts";
import type { SmokeTest } from "./result.ts";
import type { HttpResponse } from "./wait-and-post.ts";

export type Outcome = Omit<SmokeTest, "request" | "server">;

export const NO_ANSWER = { readyAfter: undefined, answeredAfter: undefined, status: undefined, answer: "" };

const LONGEST_ANSWER = 2_000;
const LONGEST_EXCERPT = 300;

/** What a response means. */
export function outcomeFrom(
  { status, text, milliseconds }: HttpResponse,
  expected: Expected,
  { request }: Waits,
): Omit<Outcome, "readyAfter"> {
  const answer = shortened(printable(text), LONGEST_ANSWER);
  const problem = unexpected(status, text, expected) ?? tooLate(milliseconds, request);
  return { answeredAfter: milliseconds, status, answer, problem };
}

function unexpected(status: number, text: string, expected: Expected): string | undefined {
  const isWanted = expected.status === undefined ? status >= 200 && status < 300 : status === expected.status;
  if (!isWanted) {
    const other = expected.status === undefined ? "" : `, not ${expected.status}`;
    return `the server responded with status ${status}${other}, ${excerpt(text)}`;
  }
  if (!("answer" in expected) || isAnswer(text, expected.answer)) return undefined;
  const wanted = typeof expected.answer === "string" ? expected.answer : JSON.stringify(expected.answer);
  return `the server responded ${excerpt(text)}, but ${excerpt(wanted)} is expected`;
}

function isAnswer(text: string, expected: unknown): boolean {
  if (typeof expected === "string" && text.trim() === expected.trim()) return true;
  try {
    return isDeepStrictEqual(JSON.parse(text), expected);
  } catch {
    return false;
  }
}

/** @param allowed milliseconds; `undefined` if the deployment is not known */
function tooLate(milliseconds: number, allowed: number | undefined): string | undefined {
  if (allowed === undefined || milliseconds <= allowed) return undefined;
  return `the response took ${humanSeconds(milliseconds)}, but the deployment waits for at most ${humanSeconds(allowed)} (request_settings.request_timeout_ms)`;
}

function excerpt(text: string): string {
  return shortened(printable(text).replace(/\s+/g, " "), LONGEST_EXCERPT);
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** Writes the answer to the log, or the server's log if the test failed. */
export async function reportSmokeTest(
  { problem, server, readyAfter, answeredAfter, answer }: SmokeTest,
  log: string,
  host: Host,
) {
  if (problem === undefined) {
    const response = answeredAfter === undefined ? "." : `, responded after ${answeredAfter} ms: ${answer}`;
    const times = `ready after ${humanSeconds(readyAfter ?? 0)}${response}`;
    host.log.info(`Smoke test, azureml-inference-server-http ${server}: ${times}`);
    return;
  }
  await host.log.group("Log of the inference server", async () => host.log.info(printable(log.trimEnd())));
}

/**
 * The last line of a traceback: preferably the scoring script's own exception, not the one that the server wraps it in.
 */
export function lastErrorOf(log: string): string {
  const lines = log.split("\n").map((line) => line.replace(/^.*?(?=\bERROR: )/, ""));
  const errors = lines.filter((line) => /^([A-Za-z_][\w.]*(Error|Exception)\b|ERROR: )/.test(line));
  const last = errors.filter((line) => !/UserScript(Import)?Exception/.test(line)).at(-1) ?? errors.at(-1);
  return last === undefined ? "." : `: ${printable(last)}`;
}
