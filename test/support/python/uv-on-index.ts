// The pinned uv and pip as files that a test's own index can serve: they are on no other index that a test may ask.
import { execFileSync } from "node:child_process";
import { pinnedPip, UV } from "../../../src/python/packaging/pins.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";
import { type IndexFile, packagesFromFolder } from "../packages/package-index.ts";
import { findAnyPython } from "./interpreters.ts";

/** The pip that the tool pins for Python 3.8, in the same way. */
export function pipFromRealIndex(t: Cleanup): IndexFile[] {
  return fromRealIndex(t, `pip==${pinnedPip("3.8").version}`, ["--python-version", "3.8"]);
}

/** To be asked only where `indexReachable()` of real-index.ts says so. */
export function uvFromRealIndex(t: Cleanup): IndexFile[] {
  return fromRealIndex(t, `uv==${UV.version}`);
}

function fromRealIndex(t: Cleanup, requirement: string, more: string[] = []): IndexFile[] {
  const folder = createWorkspace(t);
  const args = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, ...more, requirement];
  execFileSync(findAnyPython(), args, { stdio: "pipe" });
  return packagesFromFolder(folder);
}
