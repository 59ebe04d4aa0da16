// Runs with the lines of the examples of docs/checks.md in their files.
import assert from "node:assert/strict";
import { parse, stringify } from "yaml";
import { EXAMPLES, type Example } from "../../../src/checks/examples.ts";
import type { Finding } from "../../../src/findings/check.ts";
import type { Cleanup } from "../machine/workspace.ts";
import { readJson, run, type Scenario } from "./scenario.ts";

/** Whether the lines are those before the fix, or after it. */
export const SIDES = ["before", "after"] as const;
export type Side = (typeof SIDES)[number];

export function exampleOf(id: string): Example {
  return EXAMPLES[id] ?? assert.fail(`${id} has no example`);
}

export const textOf = (id: string, side: Side) => `${exampleOf(id)[side].join("\n")}\n`;

/** The lines of several examples, each once. */
export function linesOf(ids: readonly string[], side: Side): string {
  return `${[...new Set(ids.flatMap((id) => exampleOf(id)[side]))].join("\n")}\n`;
}

/** Inputs of a step as flags. */
export function flagsOf(ids: readonly string[], side: Side): string[] {
  const inputs = Object.assign({}, ...ids.map((id) => parse(textOf(id, side)))) as Record<string, unknown>;
  return Object.entries(inputs).map(([name, value]) => `--${name}=${String(value)}`);
}

/** A deployment file with the fields of an example, and without those that only its other side has. */
export function deploymentWith(id: string, side: Side, whole: Readonly<Record<string, unknown>>): string {
  const fields: Record<string, unknown> = { ...whole };
  for (const one of SIDES) for (const name of Object.keys(parse(textOf(id, one)))) delete fields[name];
  return stringify({ ...fields, ...parse(textOf(id, side)) });
}

/** The findings of a run, by check; a run that cannot end with findings fails the test. */
export async function findingsOf(t: Cleanup, scenario: Scenario, args: string[]): Promise<readonly Finding[]> {
  const { json, stderr, exitCode } = await run(t, scenario, args);
  assert.ok(exitCode === 0 || exitCode === 1, stderr);
  return (readJson(json["report-file"]) as { findings: Finding[] }).findings;
}

/** Each check has a finding before, and none after. */
export function assertFixed(ids: readonly string[], { before, after }: Record<Side, readonly Finding[]>): void {
  const among = (findings: readonly Finding[]) => ids.filter((id) => findings.some(({ check }) => check === id));
  assert.deepEqual(among(before), ids, "not found before");
  assert.deepEqual(
    among(after),
    [],
    JSON.stringify(
      after.filter(({ check }) => ids.includes(check)),
      null,
      1,
    ),
  );
}
