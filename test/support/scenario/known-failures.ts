// A known failure, from a mount that fails to a build that passes: made by hand, verified, loaded as in a container,
// and fixed as the hint says.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../../src/findings/check.ts";
import { installByHand, loadInContainer } from "../container/manual-mount.ts";
import { childEnvironment } from "../machine/environment.ts";
import { type Cleanup, writeFiles } from "../machine/workspace.ts";
import { build, libraryPath, python, readJson, run, type Scenario } from "./scenario.ts";

export const IMAGE = ["--image", "minimal-ubuntu20.04-py38-cpu-inference"];

export const byHand = (scenario: Scenario, packages: readonly string[]) =>
  installByHand(python, scenario.workspace, packages, childEnvironment({ home: scenario.home, env: scenario.env }));

export const load = (t: Cleanup, scenario: Scenario) => loadInContainer(t, python, scenario.workspace, libraryPath);

/** What `verify`, or a build, finds: its exit code, and its findings but the notices. */
export async function find(t: Cleanup, scenario: Scenario, verb = "verify") {
  const { exitCode, json, stderr } = await run(t, scenario, [verb, ...IMAGE]);
  const { findings } = readJson(json["report-file"]) as { findings: Finding[] };
  return { exitCode, stderr, findings: findings.filter(({ severity }) => severity !== "notice") };
}

export function hintOf(findings: readonly Finding[], check: string): string {
  return (
    findings.find((one) => one.check === check)?.hint ?? assert.fail(`${check} not in ${JSON.stringify(findings)}`)
  );
}

/** Moves the mount made by hand aside, as a build would not overwrite it, writes what a hint says, and builds. */
export async function fix(t: Cleanup, scenario: Scenario, files: Record<string, string>): Promise<void> {
  rmSync(join(scenario.workspace, "myenv"), { recursive: true });
  writeFiles(scenario.workspace, files);
  await build(t, scenario, ...IMAGE);
  const loaded = await load(t, scenario);
  assert.equal(loaded.exitCode, 0, loaded.stderr);
}

/** A scoring script that imports a module, and does some work with it at its start. */
export const SCORE = (module: string, work = "pass") =>
  `import ${module}\n\n\ndef init():\n    ${work}\n\n\ndef run(data):\n    return data\n`;
