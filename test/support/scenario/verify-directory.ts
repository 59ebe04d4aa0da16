// A directory of packages of unknown origin, and what `verify` reports about it.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../../src/findings/check.ts";
import { runCli } from "../machine/cli.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../machine/workspace.ts";
import { makeWheel, type WheelOptions } from "../packages/wheels.ts";
import type { Files } from "../packages/zip.ts";
import { unpack } from "./evidence.ts";
import { libraryPath, readJson } from "./scenario.ts";

export interface Directory {
  /** Unpacked into the mount. */
  wheels: readonly WheelOptions[];
  /** Written into it afterwards. */
  files?: Files | undefined;
  /** The scoring script. */
  score?: string;
  /** What is done to the mount, an absolute path, before it is verified. */
  change?: ((mount: string) => void) | undefined;
  env?: Record<string, string>;
  /** Minor version; default `3.8`. */
  python?: string;
}

export interface Verified {
  exitCode: number | null;
  findings: Finding[];
}

/** Unpacks wheels below `directory` as an installer does. */
export function fill(directory: string, wheels: readonly WheelOptions[], files: Files = {}): void {
  mkdirSync(directory, { recursive: true });
  for (const wheel of wheels) unpack(makeWheel(wheel).bytes, directory);
  writeFiles(directory, files);
}

export async function verifyDirectory(
  t: Cleanup,
  { wheels, files, score, change, env = {}, python = "3.8" }: Directory,
): Promise<Verified> {
  const workspace = createWorkspace(t, { "score.py": score ?? "def init():\n    pass\n" });
  const mount = join(workspace, libraryPath.replace("3.8", python));
  fill(mount, wheels, files);
  change?.(mount);
  const words = ["verify", "--json", "--python-version", python];
  const { exitCode, json, stderr } = await runCli(t, words, { cwd: workspace, env });
  assert.ok(json?.["report-file"], stderr);
  const { findings } = readJson(json["report-file"]) as { findings: Finding[] };
  return { exitCode, findings };
}
