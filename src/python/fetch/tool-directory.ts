import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { type PinnedTool, UV } from "../packaging/pins.ts";

/** Where the pinned uv is, if it was obtained before. */
export function uvProgram(host: Host): string {
  return join(homeOf(UV, host), "bin", process.platform === "win32" ? "uv.exe" : "uv");
}

/**
 * The tool's directory; made once, then kept for later runs.
 * @param make puts the tool into a new directory
 */
export async function obtainTool(
  tool: PinnedTool,
  host: Host,
  make: (directory: string) => Promise<void>,
): Promise<string> {
  const home = homeOf(tool, host);
  if (existsSync(home)) return home;
  const fresh = host.draft();
  try {
    await make(fresh);
    moveUnlessThere(fresh, home);
    return home;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function homeOf({ name, version, hashes }: PinnedTool, host: Host): string {
  return join(host.toolDirectory, `${name}-${version}-${hashes[0]?.slice(0, 12)}`);
}

/** Another job may have been first. Its directory has the same content, so it is used. */
export function moveUnlessThere(fresh: string, home: string): void {
  try {
    renameSync(fresh, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  }
}
