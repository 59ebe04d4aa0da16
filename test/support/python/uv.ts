// uv as a reference: from PATH, from the cache of an earlier run of the tool, or from the package index.
import { execFileSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { UV } from "../../../src/python/packaging/pins.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";
import { indexReachable } from "../packages/real-index.ts";
import { findAnyPython } from "./interpreters.ts";

/** Path of a uv, or undefined where there is none and no index has one. */
export async function findUv(t: Cleanup): Promise<string | undefined> {
  const name = process.platform === "win32" ? "uv.exe" : "uv";
  const onPath = (process.env.PATH ?? "").split(delimiter).map((directory) => join(directory, name));
  const kept = globSync(join(homedir(), ".cache", "azureml-extra-packages", "tools", "uv-*", "bin", name));
  return [...onPath, ...kept].find((path) => existsSync(path)) ?? (await downloadUv(t, name));
}

async function downloadUv(t: Cleanup, name: string): Promise<string | undefined> {
  if (!(await indexReachable())) return undefined;
  const directory = createWorkspace(t);
  const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target", directory];
  execFileSync(findAnyPython(), [...args, `uv==${UV.version}`], { stdio: "pipe" });
  return join(directory, "bin", name);
}
