import type { Evidence } from "../../evidence/evidence.ts";
import { hasPackageResources } from "../../evidence/importable/package-resources.ts";
import { importsAtOnce } from "../../evidence/importable/python-source.ts";
import { about, type Check, type FindingDetails } from "../../findings/check.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import { type Inventory, ownerOf } from "../../mount/inventory/inventory.ts";
import { normalisedName } from "../../util/text.ts";

/** Packaging that Python no longer supports, or that the container does not set up. */

/** Not part of what a scoring script imports. */
const ASIDE = /(^|\/)(tests?|testing|_vendor|vendor|extern|_distutils|examples?|docs?)\/|(^|\/)(setup|conftest)\.py$/;
/** They are about these modules. */
const ABOUT_PACKAGING = new Set(["setuptools", "pip", "wheel", "distribute", "cython", "pybind11", "cffi"]);

/** Files whose import fails without `module`, by owning distribution; the first file of each. */
function importersOf(module: string, inventory: Inventory, isLooked: (path: string) => boolean) {
  const found = new Map<Distribution, string>();
  for (const [path, source] of inventory.sources) {
    if (ASIDE.test(path) || !isLooked(path) || !importsAtOnce(source, module)) continue;
    const owner = ownerOf(path, inventory);
    if (owner && !ABOUT_PACKAGING.has(owner.name) && !found.has(owner)) found.set(owner, path);
  }
  return found;
}

export const packageResourcesNeeded: Check = {
  id: "I9",
  name: "pkg-resources-missing",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "pkg_resources is needed, and the mount has no setuptools",
  what: "The scoring script or an `__init__.py` imports pkg_resources or declares its namespace with it, and nothing in the mount provides it (setuptools 82 and later do not). An error for the script on Python 3.12 and later.",
  inContainer:
    "The import fails unless the image has setuptools, which depends on how it was built. In a namespace package both parts fail.",
  fix: "Add `setuptools<81` to the requirements. For a requested package, I11 shows whether its import fails.",
  waive: "Safe when the image is known to have it.",
  *find(evidence) {
    if (hasPackageResources(evidence)) return;
    yield* importedByScript(evidence);
    for (const [owner, file] of importersOf("pkg_resources", evidence.inventory, (path) =>
      /(^|\/)__init__\.py$/.test(path),
    )) {
      yield about(owner, evidence, {
        file,
        message: `${owner.name} imports pkg_resources in ${file}, but nothing in the mount provides it.`,
        hint: "Add setuptools<81 to the requirements.",
      });
    }
  },
};

/** In a container of the image, the import was run (S1). */
function importedByScript({ scoring, target, container }: Evidence): FindingDetails[] {
  if (container?.source.kind === "image") return [];
  const [first] = (scoring?.imports ?? []).filter(
    ({ module, when, local }) => when === "start" && !local && module.split(".")[0] === "pkg_resources",
  );
  if (first === undefined) return [];
  const finding: FindingDetails = {
    // A virtual environment of an earlier Python has a setuptools of its time, and so has a conda environment.
    severity: Number(target.python.split(".")[1]) < 12 ? "warning" : "error",
    place: { file: first.file, line: first.line },
    message:
      "The scoring script imports pkg_resources, which nothing in the mount provides; the image may not have it.",
    hint: "Add setuptools<81 to the requirements, or use importlib.metadata and importlib.resources instead.",
  };
  return [finding];
}

export const distutilsNeeded: Check = {
  id: "I10",
  name: "distutils-import",
  severity: "notice",
  modes: ["preinstalled", "restore", "verify"],
  title: "a module imports distutils, which this Python does not have",
  what: "A module imports distutils, which Python 3.12 removed. Most such modules are for building only, hence a notice. Imports in functions and `try` blocks, and bundled copies, are not counted.",
  inContainer:
    "The import fails, even with setuptools in the mount. The `.pth` file that provides its distutils does not run, unless setuptools was imported before.",
  fix: "Use a newer release of the package. I11 reports an error if the module is really imported.",
  waive: "Safe when that code never runs.",
  *find(evidence) {
    if (Number(evidence.target.python.split(".")[1]) < 12) return;
    for (const [owner, file] of importersOf("distutils", evidence.inventory, (path) => path.endsWith(".py"))) {
      yield about(owner, evidence, {
        file,
        message: `${file} imports distutils, which Python ${evidence.target.python} does not have.`,
        hint: `Use a newer release of ${owner.name} if the scoring script imports this module.`,
      });
    }
  },
};

export const eggInstalled: Check = {
  id: "I12",
  name: "egg-install",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "a distribution is installed as an egg",
  what: "The mount contains a `*.egg` file or directory, as `setup.py install` of old setuptools leaves it.",
  inContainer: "Its modules are not found, because the easy-install.pth file that puts them on the path does not run.",
  fix: "Install the distribution with pip.",
  waive: "Never.",
  *find({ inventory }) {
    const eggs = [...inventory.files.keys(), ...inventory.directories.keys()].filter((path) =>
      /^[^/]+\.egg$/.test(path),
    );
    for (const file of eggs) {
      const name = file.split("-")[0] ?? file;
      yield {
        file,
        distribution: normalisedName(name),
        message: `${file} is an egg, which nothing in the container adds to the path.`,
        hint: `Install ${name} with pip, from a wheel or its source.`,
      };
    }
  },
};
