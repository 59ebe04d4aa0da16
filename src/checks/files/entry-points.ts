import type { Evidence } from "../../evidence/evidence.ts";
import { atMost } from "../../findings/at-most.ts";
import { about, type Check, type FindingDetails } from "../../findings/check.ts";
import { STANDARD_LIBRARY_VERSIONS, standardLibrary } from "../../images/contents/standard-library.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import { entryPoints } from "../../mount/inventory/entry-points.ts";

/** Do entry points refer to modules that exist? (PyPA, "Entry points") */

export const entryPointMissing: Check = {
  id: "R9",
  name: "broken-entry-point",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "an entry point leads to a module that does not exist",
  what: "`entry_points.txt` names a module that is neither in the mount nor in the standard library. Programs are a notice. An entry with an extra in brackets is accepted.",
  inContainer:
    "Loading that group of plug-ins raises ModuleNotFoundError, mostly when the program with the plug-ins is imported. Programs are not in the mount.",
  fix: "Install the distribution again, or the optional dependency that has the module.",
  waive: "Safe for a group that nothing loads.",
  *find(evidence) {
    const modules = modulesOf(evidence);
    for (const distribution of evidence.inventory.distributions) {
      const found = [...broken(distribution, modules, evidence)];
      const inOrder = [...found.filter(isWarning), ...found.filter((one) => !isWarning(one))];
      yield* atMost(inOrder, (count) =>
        about(distribution, evidence, {
          severity: "notice",
          message: `${count} more entry points of ${distribution.name} lead to missing modules.`,
        }),
      );
    }
  },
};

/** Groups of which installers make programs in a directory outside the mount, which the server does not start. */
const PROGRAMS = new Set(["console_scripts", "gui_scripts"]);

function isWarning({ severity }: FindingDetails): boolean {
  return severity === "warning";
}

function* broken(distribution: Distribution, known: ReadonlySet<string>, evidence: Evidence): Iterable<FindingDetails> {
  const builtIn = namesOfStandardLibrary(evidence.target.python);
  for (const { group, name, module, attribute } of entryPoints(distribution.texts.get("entry_points.txt") ?? "")) {
    if (known.has(module) || builtIn.has(module.split(".", 1)[0] ?? "")) continue;
    if (attribute === undefined && known.has(module.replace(/\.[^.]+$/, ""))) continue;
    yield about(distribution, evidence, {
      severity: PROGRAMS.has(group) ? "notice" : "warning",
      file: `${distribution.directory}/entry_points.txt`,
      message: `The entry point ${name} of ${distribution.name} (${group}) leads to ${module}, which is not in the mount.`,
      hint: `Install ${distribution.name} again, or the distribution that has ${module.split(".", 1)[0]}.`,
    });
  }
}

/** Dotted names of modules, packages and namespace packages. */
function modulesOf({ inventory }: Evidence): Set<string> {
  const modules = new Set([...inventory.directories.keys()].map((path) => path.replaceAll("/", ".")));
  for (const path of inventory.files.keys()) {
    const stem = /^(.*?)(\.py|\.pyd|(\.[^/.]+)?\.so|\.pyc|\.cp[^/.]+\.pyd)$/.exec(path)?.[1];
    if (stem !== undefined) modules.add(stem.replaceAll("/", "."));
  }
  return modules;
}

function namesOfStandardLibrary(minor: string): ReadonlySet<string> {
  const known = STANDARD_LIBRARY_VERSIONS.includes(minor) ? minor : STANDARD_LIBRARY_VERSIONS.at(-1);
  return standardLibrary(known ?? minor);
}
