import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { normalisedName } from "../python/names.ts";
import { humanBytes } from "../text.ts";
import { about, type Check, type Evidence } from "./check.ts";
import { isSeed } from "./seeds.ts";

/** Is the directory itself what the container can mount? */

export const seeds: Check = {
  id: "H1",
  severity: "warning",
  title: "installers are in the mount",
  explanation:
    "pip, setuptools, wheel or a virtualenv's own files are in the mount though no requirement reaches them. The mount comes before the image's own packages, and the run script calls `pip show` with it on the path: a mounted pip that does not fit the image ends in exit code 100. Build with this tool, which leaves them out. Where the requirements are not known, what another distribution names as its dependency is left alone. Safe to turn off when their versions are the image's.",
  *find(evidence) {
    const { distributions, files } = evidence.inventory;
    for (const distribution of distributions) {
      if (!isSeed(distribution.name) || isNeeded(distribution.name, evidence)) continue;
      yield about(distribution, evidence, {
        file: distribution.directory,
        message: `${distribution.name} ${distribution.version} is in the mount, and no requirement needs it.`,
        hint: "Build with this tool, or remove it with what its RECORD lists.",
      });
    }
    const precedence = distributions.some(({ name }) => name === "setuptools") ? [] : ["distutils-precedence.pth"];
    for (const file of ["_virtualenv.py", "_virtualenv.pth", ...precedence].filter((path) => files.has(path))) {
      yield { file, message: `${file} belongs to a virtual environment, not to a mount.`, hint: "Remove it." };
    }
  },
};

/** By the closure where there is one, else by what the requirements and the other distributions name. */
function isNeeded(seed: string, { closure, requirements, inventory }: Evidence): boolean {
  if (closure !== undefined && closure.roots.length > 0) return Object.hasOwn(closure.reached, seed);
  const named = inventory.distributions.flatMap(({ metadata }) => metadata.get("requires-dist") ?? []);
  const names = named
    .filter((text) => !/\bextra\s*==/.test(text))
    .map((text) => /^[A-Za-z0-9._-]+/.exec(text)?.[0] ?? "");
  return requirements.some(({ name }) => name === seed) || names.some((name) => normalisedName(name) === seed);
}

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
    "The files of the mount (bytecode counts) add up to more than `max-size`. Every instance downloads them before its first request. The summary lists packages by size. Raise the budget, or drop what is not needed. Without `max-size` nothing is checked. Safe to turn off by leaving `max-size` empty.",
  *find({ options, inventory }) {
    const bytes = [...inventory.files.values()].reduce((sum, { size }) => sum + size, 0);
    if (options.maxSize === undefined || bytes <= options.maxSize) return;
    yield {
      message: `The mount has ${humanBytes(bytes)}; max-size allows ${humanBytes(options.maxSize)}.`,
      hint: "The summary lists distributions by size: do without one, take a smaller build of it, or raise max-size.",
    };
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
      yield { message: `The library path ${libraryPath} has a colon, which splits PYTHONPATH.`, hint: RENAME };
    if (libraryPath.startsWith("/"))
      yield {
        message: `The library path ${libraryPath} is absolute: the container ends with exit code 97.`,
        hint: RENAME,
      };
    const nested = [...inventory.files.keys()].find(
      (path) => /^(lib|lib64|Lib)\/(python3\.[0-9]+\/)?site-packages\//.test(path) && !inventory.owners.has(path),
    );
    if (nested !== undefined) {
      yield {
        file: nested,
        message: "The mount holds a site-packages of its own: the library path is too high.",
        hint: "Name the directory that holds the packages themselves.",
      };
    }
  },
};

const RENAME = "Choose another environment-name or mount-parent.";

export const empty: Check = {
  id: "H19",
  severity: "error",
  title: "there is nothing in the mount",
  explanation:
    "The mount has no distribution besides installers that nobody asked for: the requirements file is empty, or every environment marker is false for the target. The container starts and the first import fails. Look at the markers and at the file. Safe to turn off when nothing is really needed; then leave the variable unset instead.",
  *find({ inventory, requirements }) {
    const asked = new Set(requirements.filter(({ applies }) => applies).map(({ name }) => name));
    if (inventory.distributions.some(({ name }) => !isSeed(name) || asked.has(name))) return;
    yield {
      message: "There is no distribution in the mount.",
      hint: "Check the requirements file and its environment markers.",
    };
  },
};
