// A breaker from its red mount to its green build: made by hand, proven, loaded as a container would, and mended by what
// the hint says.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../src/checks/check.ts";
import { installByHand, loadInContainer } from "../support/by-hand.ts";
import { childEnvironment } from "../support/environment.ts";
import { type Cleanup, writeFiles } from "../support/workspace.ts";
import { build, libraryPath, python, readJson, run, type Scene } from "./scene.ts";

export const IMAGE = ["--image", "minimal-ubuntu20.04-py38-cpu-inference"];

export const byHand = (scene: Scene, packages: readonly string[]) =>
  installByHand(python, scene.workspace, packages, childEnvironment({ home: scene.home, env: scene.env }));

export const load = (t: Cleanup, scene: Scene) => loadInContainer(t, python, scene.workspace, libraryPath);

/** What `verify`, or a build, finds: its exit code, and its findings but the notices. */
export async function find(t: Cleanup, scene: Scene, verb = "verify") {
  const { exitCode, json, stderr } = await run(t, scene, [verb, ...IMAGE]);
  const { findings } = readJson(json["report-file"]) as { findings: Finding[] };
  return { exitCode, stderr, findings: findings.filter(({ severity }) => severity !== "notice") };
}

export function hintOf(findings: readonly Finding[], check: string): string {
  return (
    findings.find((one) => one.check === check)?.hint ?? assert.fail(`${check} not in ${JSON.stringify(findings)}`)
  );
}

/** Puts aside what was made by hand, which a build would not overwrite, writes what a hint says, and builds. */
export async function mend(t: Cleanup, scene: Scene, files: Record<string, string>): Promise<void> {
  rmSync(join(scene.workspace, "myenv"), { recursive: true });
  writeFiles(scene.workspace, files);
  await build(t, scene, ...IMAGE);
  const loaded = await load(t, scene);
  assert.equal(loaded.exitCode, 0, loaded.stderr);
}

/** A scoring script that imports a module, and does some work with it at its start. */
export const SCORE = (module: string, work = "pass") =>
  `import ${module}\n\n\ndef init():\n    ${work}\n\n\ndef run(data):\n    return data\n`;
