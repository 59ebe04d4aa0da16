import { someOf } from "../../findings/at-most.ts";
import type { Check } from "../../findings/check.ts";
import { ownerOf } from "../../mount/inventory/inventory.ts";
import { groupBy } from "../../util/group-by.ts";
import { plural } from "../../util/text.ts";

/** Does the mount contain paths of the machine that built it? */

export const buildPath: Check = {
  id: "H3",
  name: "build-path-in-file",
  severity: "warning",
  modes: ["preinstalled"],
  title: "a file contains a path of the build machine",
  what: "A text file such as a configuration, a script or a `.pth` file contains the path of the build environment or workspace. Compiled code and bytecode, where paths are only informative, are not searched.",
  inContainer:
    "Code that follows the path fails, often only at the first request that needs it. The path also reveals where your builds run.",
  fix: "Pin a release that has a wheel (M15), or correct the file in a wheel of your own.",
  waive: "Safe when the file is never used.",
  *find(evidence) {
    const { inventory } = evidence;
    const groups = groupBy(inventory.buildPaths, ([path]) => ownerOf(path, inventory)?.name ?? "");
    for (const [distribution, buildPaths] of groups) {
      const paths = buildPaths.map(([path]) => path);
      yield {
        distribution: distribution === "" ? undefined : distribution,
        file: paths[0],
        message: `${plural(paths.length, "file")}${distribution === "" ? "" : ` of ${distribution}`} ${paths.length === 1 ? "contains" : "contain"} a path of the build machine: ${someOf(paths)}.`,
        hint: "Pin a release that has a wheel.",
      };
    }
  },
};

export const foreignShebang: Check = {
  id: "H4",
  name: "broken-shebang",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "a script starts an interpreter that the container does not have",
  what: "The `#!` line of a script in the mount's `bin` is a path into an environment of the build machine, or an unresolved `#!python`. System paths such as `/usr/bin/env` are accepted.",
  inContainer: "Calling the script fails with `No such file or directory`. The server calls none of them.",
  fix: "Call `python -m …` instead, or leave `bin` out of the mount. Mounts of this tool have no `bin`.",
  waive: "Safe when no script is called.",
  *find({ inventory }) {
    const broken = [...inventory.shebangs].filter(([, lines]) => !isPortable(lines)).map(([path]) => path);
    if (broken.length === 0) return;
    yield {
      file: broken[0],
      message: `${plural(broken.length, "script")} ${broken.length === 1 ? "starts" : "start"} an interpreter of another machine: ${someOf(broken)}.`,
      hint: "Call python -m …, or leave bin out of the mount.",
    };
  },
};

/** A shebang that the system can run, without pip's workaround for long paths: `'''exec' /…/python "$0" "$@"`. */
function isPortable(lines: string): boolean {
  const [first = "", second = ""] = lines.split("\n");
  return /^#! *\/(usr\/)?(local\/)?s?bin\//.test(first) && !/^'''exec' "?\//.test(second);
}
