import { existsSync, lstatSync } from "node:fs";
import { join } from "node:path";
import type { Answer, Check, Evidence } from "./check.ts";

/** What stands around the mount, or in it, and is not packages. */

export const splitLibrary: Check = {
  id: "H20",
  severity: "error",
  title: "the packages are split over lib and lib64",
  explanation:
    "Beside the mount's `lib` there is a `lib64` that is a directory of its own with packages in it: Python of Fedora and its relatives, or `pip install --prefix`, put compiled distributions there. The run script puts one directory on PYTHONPATH, so everything in the other is ModuleNotFoundError in the container. Build with a Python whose `lib64` is a link or absent, as this tool does, or move both into one. Never safe to turn off.",
  *find({ location }) {
    if (!location.inside.startsWith("lib/")) return;
    const other = location.inside.replace(/^lib/, "lib64");
    if (isLink(join(location.environmentDirectory, "lib64")) || !existsSync(join(location.environmentDirectory, other)))
      return;
    yield {
      message: `${other} beside the mount is a directory of its own; the container only sees ${location.inside}.`,
      hint: "Move what is in lib64 into lib, or build with this tool.",
    };
  },
};

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

export const wholeEnvironment: Check = {
  id: "H21",
  severity: "warning",
  title: "a virtual environment or a checkout is uploaded along",
  explanation:
    "The environment directory is a whole virtual environment (`pyvenv.cfg`, `bin/python`), has a `src` of editable checkouts, or there is an environment or a `.git` inside the mount. The container uses the packages alone. The rest doubles the upload (`lib64` is a link to `lib`), its links to this machine's Python break or are followed, its own `.gitignore` says `*`, and a `.git` directory gives away your history. Nothing fails at start. Build with this tool, which keeps the packages only. Safe to turn off when the size does not matter.",
  *find(evidence) {
    yield* around(evidence);
    const { files, owners, directories } = evidence.inventory;
    for (const path of files.keys()) {
      if (!/(^|\/)pyvenv\.cfg$/.test(path) || owners.has(path)) continue;
      yield { file: path, message: `There is a virtual environment in the mount (${path}).`, hint: "Remove it." };
    }
    for (const path of directories.keys()) {
      if (!/(^|\/)\.(git|hg|svn)$/.test(path)) continue;
      yield { file: path, message: `There is a checkout with its history in the mount (${path}).`, hint: "Remove it." };
    }
  },
};

function* around({ location }: Evidence): Iterable<Answer> {
  const hint = "Build with this tool, which leaves the packages only.";
  if (existsSync(join(location.environmentDirectory, "pyvenv.cfg"))) {
    yield { message: "The environment directory is a whole virtual environment.", hint };
  }
  if (existsSync(join(location.environmentDirectory, "src"))) {
    yield {
      message: "The environment directory has a src directory, as editable installs from repositories leave it.",
      hint,
    };
  }
}
