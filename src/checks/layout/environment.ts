import type { Evidence } from "../../evidence/evidence.ts";
import { about, type Check } from "../../findings/check.ts";
import { isSeed } from "../../python/packaging/seeds.ts";
import { normalisedName } from "../../util/text.ts";

/** Can the container mount the directory? */

export const seeds: Check = {
  id: "H1",
  name: "installers-in-mount",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "installers are in the mount",
  what: "pip, setuptools, wheel or a file of virtualenv is in the mount, and no requirement needs it. Without requirements, whatever another distribution depends on is accepted.",
  inContainer:
    "The mount comes before the image's packages, and the run script calls `pip show`. A mounted pip that does not suit the image makes it fail with exit code 100.",
  fix: "Build with this tool, which leaves installers out.",
  waive: "Safe when their versions are the image's.",
  *find(evidence) {
    const { distributions, files } = evidence.inventory;
    for (const distribution of distributions) {
      if (!isSeed(distribution.name) || isNeeded(distribution.name, evidence)) continue;
      yield about(distribution, evidence, {
        file: distribution.directory,
        message: `${distribution.name} ${distribution.version} is in the mount, but no requirement needs it.`,
        hint: `Build with this tool, or remove ${distribution.name} and all that its RECORD lists.`,
      });
    }
    const precedence = distributions.some(({ name }) => name === "setuptools") ? [] : ["distutils-precedence.pth"];
    for (const file of ["_virtualenv.py", "_virtualenv.pth", ...precedence].filter((path) => files.has(path))) {
      yield { file, message: `${file} belongs to a virtual environment, not to a mount.`, hint: `Remove ${file}.` };
    }
  },
};

/** By the dependency closure if it is known, else by the names in the requirements and in the other distributions. */
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
  name: "build-not-isolated",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the build environment was not isolated",
  what: "The virtual environment included system packages, or its sys.path held directories besides the standard library and its own site-packages. Variables with that effect that were kept out of the build are a notice.",
  inContainer: "The installer skips what it finds elsewhere on the build machine, and the container does not have it.",
  fix: "Create the environment without `--system-site-packages`, and unset what adds to its path.",
  waive: "Never as an error.",
  *find({ build, environmentDirectory }) {
    const text = environmentDirectory.configuration ?? "";
    if (build?.systemSitePackages || /^\s*include-system-site-packages\s*=\s*true\s*$/im.test(text)) {
      yield {
        message: "The build environment includes the system's packages.",
        hint: "Create the environment without --system-site-packages.",
      };
    }
    for (const path of build?.foreignPath ?? []) {
      yield { message: `The build had ${path} on its path.`, hint: `Find out what adds ${path}, and unset it.` };
    }
    for (const name of build?.leftOut ?? []) {
      yield { severity: "notice", message: `${name} is set on this machine, but was kept out of the build.` };
    }
  },
};

export const layout: Check = {
  id: "H18",
  name: "unusable-library-path",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the run script cannot use the library path",
  what: "The library path has a colon, is absolute, or names a directory that only contains another site-packages.",
  inContainer:
    "The run script appends the path to the scoring directory. A colon splits it in two, an absolute path fails with exit code 97, and a path one level off finds no packages.",
  fix: "Choose another `environment-name` or `mount-parent`, or name the directory that holds the packages.",
  waive: "Never.",
  *find({ location, inventory }) {
    const { libraryPath } = location;
    if (libraryPath.includes(":"))
      yield { message: `The library path ${libraryPath} has a colon, which splits PYTHONPATH.`, hint: RENAME };
    if (libraryPath.startsWith("/"))
      yield {
        message: `The library path ${libraryPath} is absolute: the container fails with exit code 97.`,
        hint: RENAME,
      };
    const nested = [...inventory.files.keys()].find(
      (path) => /^(lib|lib64|Lib)\/(python3\.[0-9]+\/)?site-packages\//.test(path) && !inventory.owners.has(path),
    );
    if (nested !== undefined) {
      yield {
        file: nested,
        message: "The mount contains another site-packages directory, so the library path is one level too high.",
        hint: "Name the directory that contains the packages.",
      };
    }
  },
};

const RENAME = "Choose another name with the input environment-name, or another directory with the input mount-parent.";
