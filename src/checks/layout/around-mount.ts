import { basename } from "node:path";
import type { Evidence } from "../../evidence/evidence.ts";
import type { Check, FindingDetails } from "../../findings/check.ts";
import { humanBytes } from "../../util/text.ts";

/** Files and directories around the mount, or in it, that are not packages. */

export const splitLibrary: Check = {
  id: "H20",
  name: "split-lib64",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the packages are split over lib and lib64",
  what: "Beside the mount's `lib` there is a separate `lib64` with packages. Python on Fedora and similar systems, and `pip install --prefix`, put compiled distributions there.",
  inContainer:
    "The run script puts one directory on PYTHONPATH. Everything in the other fails with ModuleNotFoundError.",
  fix: "Build with this tool, or move both directories into one.",
  waive: "Never.",
  *find({ location, environmentDirectory: { secondLibrary } }) {
    if (secondLibrary === undefined) return;
    yield {
      message: `${secondLibrary} is a separate directory beside the mount, but the container uses only ${location.inside}.`,
      hint: "Move the content of lib64 into lib, or build with this tool.",
    };
  },
};

export const wholeEnvironment: Check = {
  id: "H21",
  name: "whole-environment",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "a virtual environment or repository is uploaded with the packages",
  what: "The environment directory is a whole virtual environment or has a `src` of editable checkouts, or the mount contains an environment or `.git`.",
  inContainer:
    "Nothing fails at the start. The upload doubles (`lib64` links to `lib`), links to this machine's Python break or are followed, its `.gitignore` excludes everything, and `.git` reveals your history.",
  fix: "Build with this tool, which keeps only the packages.",
  waive: "Safe when the size does not matter.",
  *find(evidence) {
    yield* around(evidence);
    const { files, owners, directories } = evidence.inventory;
    for (const path of files.keys()) {
      if (!/(^|\/)pyvenv\.cfg$/.test(path) || owners.has(path)) continue;
      yield {
        file: path,
        message: `There is a virtual environment in the mount (${path}).`,
        hint: "Remove the virtual environment.",
      };
    }
    for (const path of directories.keys()) {
      if (!/(^|\/)\.(git|hg|svn)$/.test(path)) continue;
      yield {
        file: path,
        message: `There is a repository with its history in the mount (${path}).`,
        hint: `Remove ${path}.`,
      };
    }
  },
};

function* around({ environmentDirectory }: Evidence): Iterable<FindingDetails> {
  const hint = "Build with this tool, which keeps only the packages.";
  if (environmentDirectory.configuration !== undefined) {
    yield { message: "The environment directory is a whole virtual environment.", hint };
  }
  if (environmentDirectory.hasSources) {
    yield {
      message: "The environment directory has a src directory, as editable installs from repositories leave it.",
      hint,
    };
  }
}

export const leftBehind: Check = {
  id: "H29",
  name: "interrupted-run-files",
  severity: "warning",
  modes: ["verify"],
  title: "an interrupted run left files beside the mount",
  what: "Beside the environment directory there is `.<environment name>.incoming`, `.outgoing` or `.lock` of a build or restore that was killed.",
  inContainer:
    "The container does not read them. The deployment uploads them unless an ignore file excludes them, which may double the upload.",
  fix: "Remove them, or build again, which removes them.",
  waive: "Safe when the size does not matter.",
  *find({ options, leftovers }) {
    // A build and a restore create such files themselves, and clean up those of an earlier run.
    if (options.mode !== "verify") return;
    for (const { path, bytes } of leftovers) {
      yield {
        message: `An interrupted run left ${basename(path)} (${humanBytes(bytes)}) beside the mount; the deployment may upload it.`,
        hint: `Remove ${path}, or build again.`,
      };
    }
  },
};
