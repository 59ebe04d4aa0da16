// A disk of a few megabytes for one command: a tmpfs in its own namespace, which disappears when the command exits.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cleanup, createWorkspace, readTree, type Tree } from "./workspace.ts";

const WAYS = [["--mount"], ["--user", "--map-root-user", "--mount"]];

const way = WAYS.find((flags) => {
  try {
    execFileSync("unshare", [...flags, "mount", "-t", "tmpfs", "tmpfs", tmpdir()], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
});

/** Why there is none; `false` if there is one. */
export const noSmallDisk =
  way === undefined && "nobody here may mount a tmpfs: neither as root nor in a user namespace";

export interface DiskOptions {
  /** Files and directories that it can hold; by default, as many as the system gives. */
  inodes?: number | undefined;
  /** It holds at first what `directory` holds. */
  isCopied?: boolean;
  /** Nothing on it can be changed after that. */
  isReadOnly?: boolean;
  /** What is started in place of node, such as the `node` of another disk. */
  program?: string;
}

export interface SmallDisk {
  /** To be started in place of node. */
  node: string;
  /** The paths on the disk, relative to it, when the command had ended. */
  left(): string[];
  /** The same with the contents of the files. */
  tree(): Tree;
}

/** @param directory absolute; where the disk is to be, for the command alone */
export function smallDisk(t: Cleanup, directory: string, megabytes: number, options: DiskOptions = {}): SmallDisk {
  const { inodes, isCopied = false, isReadOnly = false, program = process.execPath } = options;
  const home = createWorkspace(t, { "before/": "", "after/": "" });
  const [node, list] = [join(home, "node"), join(home, "left.txt")];
  mkdirSync(directory, { recursive: true });
  const size = `size=${megabytes}m${inodes === undefined ? "" : `,nr_inodes=${inodes}`}`;
  const inside = `${isCopied ? `cp -a "${directory}/." "${home}/before"` : ""}
mount -t tmpfs -o ${size} tmpfs "${directory}" && cp -a "${home}/before/." "${directory}" || exit 99
${isReadOnly ? `mount -o remount,ro "${directory}" || exit 99` : ""}
cd "$PWD" # which may be on the disk now
"${program}" "$@"
code=$?
find "${directory}" -mindepth 1 -printf '%P\\n' > "${list}"
cp -a "${directory}/." "${home}/after"
exit $code
`;
  writeFileSync(join(home, "inside"), inside);
  writeFileSync(node, `#!/bin/sh\nexec unshare ${way?.join(" ")} sh "${join(home, "inside")}" "$@"\n`);
  chmodSync(node, 0o755);
  return {
    node,
    left: () => readFileSync(list, "utf8").split("\n").filter(Boolean),
    tree: () => readTree(join(home, "after")),
  };
}
