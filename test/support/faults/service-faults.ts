// Faults of GitHub's two services: what they do, and what a step may say and take.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import type { ActionResult } from "../github/runner/action-runner.ts";
import {
  type Fault,
  type Operation,
  type ResultsService,
  startResultsService,
} from "../github/services/results-service.ts";
import { type Cleanup, readTree } from "../machine/workspace.ts";
import { createScenario, onLinux, type Scenario } from "../scenario/scenario.ts";

/** Seconds that a run waits for a service; a test allows threefold. */
const LIMIT_SECONDS = 60;
const HTML = "<html>Service unavailable</html>";

/** What the service does, and the words for it in the one sentence. */
const FAULTS: Readonly<Record<string, { fault: Fault; says: RegExp }>> = {
  reset: { fault: { how: "reset" }, says: /ECONNRESET|socket hang up/ },
  "401": { fault: { status: 401 }, says: /401/ },
  "403": { fault: { status: 403 }, says: /403/ },
  "429 with Retry-After": { fault: { status: 429, headers: { "retry-after": "120" } }, says: /429|[Rr]ate limit/ },
  "500 for ever": { fault: { status: 500 }, says: /500/ },
  "503 for ever": { fault: { status: 503 }, says: /503/ },
  "not JSON": { fault: { status: 200, body: HTML }, says: /JSON|not valid|the log lines above give the reason/ },
  silent: { fault: { how: "silent" }, says: /no answer within 60 seconds/ },
  drip: { fault: { how: "drip" }, says: /no answer within 60 seconds/ },
  cut: { fault: { how: "cut" }, says: /aborted|ECONNRESET|[Ii]ncomplete|too early|JSON|hang up/ },
};
/** Of a call that a full list was tried on, the others get one of each kind. */
const ONE_OF_EACH_KIND = ["reset", "403", "500 for ever", "silent"];
const OF: Partial<Record<Operation, readonly string[]>> = {
  GetBlob: Object.keys(FAULTS).filter((name) => name !== "not JSON"),
  // Without a body in the response, nothing drips and nothing is cut.
  PutBlob: ONE_OF_EACH_KIND,
  PutBlock: ONE_OF_EACH_KIND,
  FinalizeCacheEntryUpload: [...ONE_OF_EACH_KIND, "not JSON"],
  FinalizeArtifact: [...ONE_OF_EACH_KIND, "not JSON", "cut"],
  GetSignedArtifactURL: [...ONE_OF_EACH_KIND, "not JSON", "cut"],
};
/** An answer of a hundred bytes is complete before the limit, a byte a second. */
const ALL = Object.keys(FAULTS).filter((name) => name !== "drip");
let rows = 0;

export interface Row {
  readonly operation: Operation;
  readonly fault: Fault;
  readonly says: RegExp;
}

export function rowsOf(operations: readonly Operation[]): [string, Row][] {
  return operations.flatMap((operation) =>
    (OF[operation] ?? ALL).map((name): [string, Row] => {
      const { fault, says } = FAULTS[name] ?? assert.fail();
      return [`${operation}: ${name}`, { operation, fault, says }];
    }),
  );
}

export async function stage(t: Cleanup): Promise<{ scenario: Scenario; service: ResultsService }> {
  const service = await startResultsService();
  t.after(() => service.close());
  return { scenario: await createScenario(t), service };
}

export async function timed(work: () => Promise<ActionResult>): Promise<ActionResult> {
  const started = performance.now();
  const ended = await work();
  const seconds = (performance.now() - started) / 1_000;
  assert.ok(seconds < 3 * LIMIT_SECONDS, `${seconds} seconds`);
  assert.doesNotMatch(ended.log, /\n\s+at .*\.js:\d|This is a bug/);
  rows += 1;
  return ended;
}

export const messages = ({ annotations }: ActionResult, kind: string) =>
  annotations.filter(({ level }) => level === kind).map(({ message }) => message);
export const operations = ({ calls }: ResultsService, from = 0) => calls.slice(from).map(({ operation }) => operation);
export const temporaryIn = ({ workspace }: Scenario) =>
  Object.keys(readTree(workspace)).filter((path) => /^\.myenv\./.test(path));

/** The step passes without the service, and says so once. */
export function assertPassed(ended: ActionResult, says: RegExp, start: RegExp): void {
  assert.equal(ended.exitCode, 0, ended.log);
  const warnings = messages(ended, "warning");
  assert.equal(warnings.length, 1, warnings.join("\n"));
  assert.match(warnings[0] ?? "", start);
  assert.match(warnings[0] ?? "", says);
  assert.deepEqual(messages(ended, "error"), []);
  assert.equal(ended.outputs.verified, "simulated");
  assert.ok(existsSync(ended.outputs["mount-directory"] ?? ""));
}

/** Most of a test is waiting for an answer that does not come. */
export const many = { ...onLinux, concurrency: 10 };

/** Prints how many runs were tried. */
export const countRows = () => console.log(`\nFaults of GitHub's services: ${rows} rows.`);
