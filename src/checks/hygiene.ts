import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { humanBytes } from "../text.ts";
import { about, type Check } from "./check.ts";

/** Is the directory itself what the container can mount? */

const SEEDS = ["pip", "setuptools", "wheel", "pkg-resources", "uv", "virtualenv", "distribute"];

export const seeds: Check = {
  id: "H1",
  severity: "warning",
  title: "installers are in the mount",
  explanation:
    "pip, setuptools, wheel or a virtualenv's own files are in the mount though no requirement reaches them. The mount comes before the image's own packages, and the run script calls `pip show` with it on the path: a mounted pip that does not fit the image ends in exit code 100. Build with this tool, which leaves them out. Safe to turn off when their versions are the image's.",
  *find(evidence) {
    if (evidence.closure === undefined) return;
    for (const distribution of evidence.inventory.distributions) {
      if (!SEEDS.includes(distribution.name) || distribution.name in evidence.closure.reached) continue;
      yield about(distribution, evidence, {
        file: distribution.directory,
        message: `${distribution.name} ${distribution.version} is in the mount, and no requirement needs it.`,
      });
    }
    for (const file of ["_virtualenv.py", "_virtualenv.pth"].filter((path) => evidence.inventory.files.has(path))) {
      yield { file, message: `${file} belongs to a virtual environment, not to a mount.` };
    }
  },
};

export const inherited: Check = {
  id: "H2",
  severity: "error",
  title: "the build saw packages of its surroundings",
  explanation:
    "The virtual environment had access to system packages (include-system-site-packages), or its sys.path held directories other than the standard library and its own site-packages. An installer skips what it finds there, and the container does not have it. As a notice: variables that would have done the same were set, and were kept out of the build. Never safe to turn off as an error.",
  *find({ build, location }) {
    const configuration = join(location.environmentDirectory, "pyvenv.cfg");
    const text = existsSync(configuration) ? readFileSync(configuration, "utf8") : "";
    if (build?.systemSitePackages || /^\s*include-system-site-packages\s*=\s*true\s*$/im.test(text)) {
      yield {
        message: "The environment includes the system's packages.",
        hint: "Create it without --system-site-packages.",
      };
    }
    for (const path of build?.foreignPath ?? []) {
      yield { message: `The build had ${path} on its path.`, hint: "Find out what puts it there, and unset it." };
    }
    for (const name of build?.leftOut ?? []) {
      yield { severity: "notice", message: `${name} is set; it was kept out of the build.` };
    }
  },
};

export const tooLarge: Check = {
  id: "H16",
  severity: "error",
  title: "the mount is larger than its budget",
  explanation:
    "The files of the mount add up to more than `max-size`. Every instance downloads them before its first request. The summary lists packages by size. Raise the budget, or drop what is not needed. Without `max-size` nothing is checked.",
  *find({ options, inventory }) {
    const bytes = [...inventory.files.values()].reduce((sum, { size }) => sum + size, 0);
    if (options.maxSize === undefined || bytes <= options.maxSize) return;
    yield { message: `The mount has ${humanBytes(bytes)}; max-size allows ${humanBytes(options.maxSize)}.` };
  },
};

export const layout: Check = {
  id: "H18",
  severity: "error",
  title: "the library path is not one the run script can use",
  explanation:
    "The run script glues the library path behind the scoring script's directory and puts one directory on PYTHONPATH. A colon in it splits the path in two, an absolute one is not found (exit code 97), and a directory that holds no packages itself but another site-packages is one level off. Never safe to turn off.",
  *find({ location, inventory }) {
    const { libraryPath } = location;
    if (libraryPath.includes(":"))
      yield { message: `The library path ${libraryPath} has a colon, which splits PYTHONPATH.` };
    if (libraryPath.startsWith("/"))
      yield { message: `The library path ${libraryPath} is absolute: the container ends with exit code 97.` };
    const nested = [...inventory.files.keys()].find((path) =>
      /^(lib|lib64|Lib)\/(python3\.[0-9]+\/)?site-packages\//.test(path),
    );
    if (nested !== undefined) {
      yield {
        file: nested,
        message: "The mount holds a site-packages of its own: the library path is one level too high.",
      };
    }
  },
};

export const empty: Check = {
  id: "H19",
  severity: "error",
  title: "there is nothing in the mount",
  explanation:
    "The mount has no distribution besides installers: the requirements file is empty, or every environment marker is false for the target. The container starts and the first import fails. Look at the markers and at the file. Safe to turn off when nothing is really needed; then leave the variable unset instead.",
  *find({ inventory }) {
    if (inventory.distributions.some(({ name }) => !SEEDS.includes(name))) return;
    yield {
      message: "There is no distribution in the mount.",
      hint: "Check the requirements file and its environment markers.",
    };
  },
};
