// A disk of a few megabytes for one command: a tmpfs in a namespace of its own, which goes when the command ends.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cleanup, createWorkspace } from "./workspace.ts";

const WAYS = [["--mount"], ["--user", "--map-root-user", "--mount"]];

const way = WAYS.find((flags) => {
  try {
    execFileSync("unshare", [...flags, "mount", "-t", "tmpfs", "tmpfs", tmpdir()], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
});

/** Why there is none; `false` where there is. */
export const noSmallDisk =
  way === undefined && "nobody here may mount a tmpfs: neither as root nor in a user namespace";

export interface SmallDisk {
  /** To be started in place of node. */
  node: string;
  /** The paths on the disk, relative to it, when the command had ended. */
  left(): string[];
}

/** @param directory absolute; where the disk is to be, for the command alone */
export function smallDisk(t: Cleanup, directory: string, megabytes: number): SmallDisk {
  const home = createWorkspace(t);
  const [node, list] = [join(home, "node"), join(home, "left.txt")];
  mkdirSync(directory, { recursive: true });
  const inside = `mount -t tmpfs -o size=${megabytes}m tmpfs "${directory}"
"${process.execPath}" "$@"
code=$?
find "${directory}" -mindepth 1 -printf '%P\\n' > "${list}"
exit $code
`;
  writeFileSync(join(home, "inside"), inside);
  writeFileSync(node, `#!/bin/sh\nexec unshare ${way?.join(" ")} sh "${join(home, "inside")}" "$@"\n`);
  chmodSync(node, 0o755);
  return { node, left: () => readFileSync(list, "utf8").split("\n").filter(Boolean) };
}
