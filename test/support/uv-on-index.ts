// The pinned uv as a file that a test's own index can serve: it is on no other index that a test may ask.
import { execFileSync } from "node:child_process";
import { UV } from "../../src/python/pins.ts";
import { findAnyPython } from "./interpreters.ts";
import { type IndexFile, packagesFromFolder } from "./package-index.ts";
import { type Cleanup, createWorkspace } from "./workspace.ts";

/** To be asked only where `indexReachable()` of real-index.ts says so. */
export function uvFromRealIndex(t: Cleanup): IndexFile[] {
  const folder = createWorkspace(t);
  const args = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, `uv==${UV.version}`];
  execFileSync(findAnyPython(), args, { stdio: "pipe" });
  return packagesFromFolder(folder);
}
