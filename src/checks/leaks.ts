import { ownerOf } from "../mount/inventory.ts";
import { plural } from "../text.ts";
import type { Check } from "./check.ts";
import { groupBy, someOf } from "./many.ts";

/** Does the mount point back to the machine that built it? */

export const buildPath: Check = {
  id: "H3",
  severity: "warning",
  title: "a file names a directory of the machine that built",
  explanation:
    "A text file holds the path of the build's environment or workspace: a configuration, a script, a `.pth`. The container has no such directory, so whatever follows that path fails there, mostly late, at the first request that needs it. It also says where your builds run. Pin a release that has a wheel (M15), or mend the file in a wheel of your own. Only the machine that builds can look for this; compiled code and bytecode are left alone, as paths in them are for people. Safe to turn off when the file is never used.",
  *find(evidence) {
    const { inventory } = evidence;
    const groups = groupBy(inventory.leaks, ([path]) => ownerOf(path, inventory)?.name ?? "");
    for (const [distribution, leaks] of groups) {
      const paths = leaks.map(([path]) => path);
      yield {
        distribution: distribution === "" ? undefined : distribution,
        file: paths[0],
        message: `${plural(paths.length, "file")}${distribution === "" ? "" : ` of ${distribution}`} with a path of the machine that builds: ${someOf(paths)}.`,
        hint: "Pin a release that has a wheel.",
      };
    }
  },
};

export const foreignShebang: Check = {
  id: "H4",
  severity: "warning",
  title: "a script starts an interpreter that the container does not have",
  explanation:
    "A script in the mount's `bin` (as `pip install --target` leaves it) has a `#!` line with a path into an environment of the building machine, or the `#!python` of a wheel that nobody resolved. Called in the container it ends with `No such file or directory`. The server itself calls none of them. Call `python -m …` instead, or leave `bin` out. `#!/usr/bin/env python` and programs of the system are fine. Mounts of this tool have no `bin`. Safe to turn off when no script is called.",
  *find({ inventory }) {
    const broken = [...inventory.shebangs].filter(([, lines]) => !isPortable(lines)).map(([path]) => path);
    if (broken.length === 0) return;
    yield {
      file: broken[0],
      message: `${plural(broken.length, "script")} start an interpreter of another machine: ${someOf(broken)}.`,
      hint: "Call python -m …, or leave bin out of the mount.",
    };
  },
};

/** A line of the system, unless the line after it is pip's way around long paths: `'''exec' /…/python "$0" "$@"`. */
function isPortable(lines: string): boolean {
  const [first = "", second = ""] = lines.split("\n");
  return /^#! *\/(usr\/)?(local\/)?s?bin\//.test(first) && !/^'''exec' "?\//.test(second);
}
