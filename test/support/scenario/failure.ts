// What a failed run reports and leaves behind: the same assertions for every mode and every step that can fail.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { OUTPUTS } from "../../../src/inputs/table.ts";
import type { ActionResult } from "../github/runner/action-runner.ts";
import { type Ended, readJson } from "./scenario.ts";

export interface Failure {
  exitCode: number;
  /** Of the summary, and the field `result` of the report where one is written. */
  headline: string;
  /** Matches the output `error`. */
  error: RegExp;
  /** Outputs that have a value, beside `error` and those that always have one. */
  known: readonly string[];
  cache?: "hit" | "miss" | "rebuilt" | "off";
}

export const PLACED = ["mount-directory", "mount-digest", "manifest-file"];
export const ARTIFACT = ["artifact-id", "artifact-name", "artifact-url", "artifact-digest"];
const PATHS = ["mount-directory", "manifest-file", "lock-file", "archive-file", "report-file", "deployment-file"];
const ALWAYS = ["cache-hit", "cache-outcome", "verified", "error"];

/** A step as GitHub sees it, or a command line that was run with `--json`. */
export function assertFailure(ended: ActionResult | Ended, expected: Failure): void {
  const isStep = "outputs" in ended;
  const outputs = isStep ? ended.outputs : ended.json;
  const log = isStep ? ended.log : ended.stderr;
  assert.equal(ended.exitCode, expected.exitCode, log);
  assert.deepEqual(Object.keys(outputs).sort(), OUTPUTS.map(({ name }) => name).sort());
  const set = Object.keys(outputs).filter((name) => outputs[name] !== "" && !ALWAYS.includes(name));
  assert.deepEqual(set.sort(), [...expected.known].sort(), log);
  const { cache = "off" } = expected;
  assert.deepEqual(
    [outputs.verified, outputs["cache-outcome"], outputs["cache-hit"]],
    ["no", cache, String(cache === "hit")],
  );
  for (const name of PATHS) if (outputs[name]) assert.ok(existsSync(outputs[name]), `${name}: ${outputs[name]}`);
  assert.match(outputs.error ?? "", expected.error);
  for (const [, name = ""] of (outputs.error ?? "").matchAll(/see the output ([a-z-]+)/g)) assert.ok(outputs[name]);
  // It begins with the code directory and the environment, unless the inputs could not be read.
  const heading = expected.headline.replaceAll(".", "\\.").replaceAll(", ", ", (❌ )?");
  if (isStep)
    assert.match(ended.summary, new RegExp(`^## (✅(?=.*❌)|❌) (\\S+/\\S+: )?${heading}: \\S.*$`, "mi"), log);
  if (outputs["report-file"]) assertReport(outputs, expected.headline);
}

function assertReport(outputs: Record<string, string>, headline: string): void {
  const report = readJson(outputs["report-file"]);
  assert.equal(report.verdict, "failed");
  // The report has the full text of findings.
  const findings = (report.findings ?? []).filter(({ severity }: { severity: string }) => severity === "error");
  if (findings.length > 0) return;
  assert.deepEqual([report.error, report.result], [outputs.error, headline]);
}
