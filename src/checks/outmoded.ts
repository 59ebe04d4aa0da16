import type { Distribution } from "../mount/distribution.ts";
import { type Inventory, ownerOf } from "../mount/inventory.ts";
import { contentsOf } from "../target/image-contents.ts";
import { about, type Check, type Evidence } from "./check.ts";
import { importable } from "./importable.ts";
import { importsAtOnce } from "./python-source.ts";

/** Means of old that the container does not have. */

/** Not part of what a scoring script imports. */
const ASIDE = /(^|\/)(tests?|testing|_vendor|vendor|extern|_distutils|examples?|docs?)\/|(^|\/)(setup|conftest)\.py$/;
/** They are about these modules. */
const ABOUT_PACKAGING = new Set(["setuptools", "pip", "wheel", "distribute", "cython", "pybind11", "cffi"]);

/** Files that fail on import without `module`, by the distribution that owns them; the first file of each. */
function importersOf(module: string, inventory: Inventory, isLooked: (path: string) => boolean) {
  const found = new Map<Distribution, string>();
  for (const [path, source] of inventory.sources) {
    if (ASIDE.test(path) || !isLooked(path) || !importsAtOnce(source, module)) continue;
    const owner = ownerOf(path, inventory);
    if (owner && !ABOUT_PACKAGING.has(owner.name) && !found.has(owner)) found.set(owner, path);
  }
  return found;
}

function hasPackageResources({ inventory, target, options }: Evidence): boolean {
  if (importable("pkg_resources", inventory, target) !== undefined) return true;
  const image = contentsOf(target, options.imagePackages);
  const setuptools = image.known === "listed" ? image.distributions.get("setuptools") : undefined;
  // pip freeze leaves setuptools out, so that only its presence says something; 82 came without pkg_resources.
  return setuptools !== undefined && Number.parseInt(setuptools.version ?? "0", 10) < 82;
}

export const packageResourcesNeeded: Check = {
  id: "I9",
  severity: "warning",
  title: "a package needs pkg_resources, and setuptools is not there",
  explanation:
    "An __init__.py imports pkg_resources, or declares its namespace with it, without a way out, and the mount has no setuptools that brings it (82 and later do not). Whether the image has one hangs on how it was built. Without it the import fails, and of a namespace package both halves do. Add setuptools<81 to the requirements; for a package that is asked for, I11 shows whether it fails. Imports in functions, in try blocks and in modules that are not a package's __init__.py are left alone. Safe to turn off when the image is known to have it.",
  *find(evidence) {
    if (hasPackageResources(evidence)) return;
    for (const [owner, file] of importersOf("pkg_resources", evidence.inventory, (path) =>
      /(^|\/)__init__\.py$/.test(path),
    )) {
      yield about(owner, evidence, {
        file,
        message: `${owner.name} imports pkg_resources in ${file}, and nothing in the mount provides it.`,
        hint: "Add setuptools<81 to the requirements.",
      });
    }
  },
};

export const distutilsNeeded: Check = {
  id: "I10",
  severity: "notice",
  title: "a module imports distutils, which this Python no longer has",
  explanation:
    "Python 3.12 has no distutils. setuptools offers one, through a .pth file that does not run in the container, so that even with setuptools in the mount the import fails unless setuptools was imported before. It is a notice, because most such modules are for building and never imported; where one is, I11 is the error. Take a newer release of the package. Imports in functions and try blocks, and copies that a package brings itself, are left alone. Safe to turn off when that code is never run.",
  *find(evidence) {
    if (Number(evidence.target.python.split(".")[1]) < 12) return;
    for (const [owner, file] of importersOf("distutils", evidence.inventory, (path) => path.endsWith(".py"))) {
      yield about(owner, evidence, {
        file,
        message: `${file} imports distutils, which Python ${evidence.target.python} does not have.`,
        hint: `Take a newer release of ${owner.name} if the scoring script reaches this module.`,
      });
    }
  },
};

export const eggInstalled: Check = {
  id: "I12",
  severity: "error",
  title: "an egg",
  explanation:
    "A *.egg file or directory is importable only through easy-install.pth, which does not run in the container: its modules are not found. Old setuptools (`setup.py install`) leaves them. Install the distribution with pip. Never safe to turn off.",
  *find({ inventory }) {
    const eggs = [...inventory.files.keys(), ...inventory.directories.keys()].filter((path) =>
      /^[^/]+\.egg$/.test(path),
    );
    for (const file of eggs) {
      const name = file.split("-")[0] ?? file;
      yield {
        file,
        distribution: name.toLowerCase().replace(/[-_.]+/g, "-"),
        message: `${file} is an egg: nothing in the container puts it on the path.`,
        hint: `Install ${name} with pip, from a wheel or its source.`,
      };
    }
  },
};
