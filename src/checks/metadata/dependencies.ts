import { isNameless, problemsOf } from "../../evidence/dependencies.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import { isOnlyTheServers } from "../../evidence/server-requirement.ts";
import { about, type Check } from "../../findings/check.ts";
import { SERVER } from "../../images/server/server.ts";
import type { ManifestRequirement } from "../../mount/manifest/manifest.ts";
import { isSeed } from "../../python/packaging/seeds.ts";

/** Are all requirements installed, with all of their dependencies? */

function rootOf(evidence: Evidence, root: number | null): ManifestRequirement | undefined {
  return root === null ? undefined : evidence.closure?.roots[root];
}

export const requestedAbsent: Check = {
  id: "M1",
  name: "requirement-missing",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "a requested distribution is missing",
  what: "A requirement whose environment marker is true for the target has no metadata directory in the mount.",
  inContainer: "Its import raises ModuleNotFoundError.",
  fix: "Build again. In a mount made by hand, install the requirement into it.",
  waive: "Never.",
  find: (evidence) =>
    problemsOf(evidence.closure, "absent").map(({ root, needs }) => ({
      message: `${needs} was requested but is not in the mount.`,
      distribution: needs,
      requirement: rootOf(evidence, root),
      hint: "Build the mount again from these requirements.",
    })),
};

export const versionMismatch: Check = {
  id: "M2",
  name: "requirement-version-mismatch",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "a requested distribution has the wrong version",
  what: "The installed version is not one that the requirement allows (PEP 440; an installed pre-release counts). An extra that the distribution does not have is a warning.",
  inContainer:
    "The scoring script runs with a version that was not requested, or without what the extra should have brought.",
  fix: "Build again from these requirements, or correct the extra.",
  waive: "Safe only when the version was replaced on purpose.",
  find: (evidence) => [
    ...problemsOf(evidence.closure, "mismatch").map(({ root, distribution, found }) => ({
      message: `${distribution} ${found} is in the mount, but ${rootOf(evidence, root)?.text} was requested.`,
      distribution,
      requirement: rootOf(evidence, root),
      hint: "Build the mount again from these requirements.",
    })),
    ...problemsOf(evidence.closure, "unknown-extra").map(({ root, distribution, extra, known }) => ({
      severity: "warning" as const,
      message: `${distribution} has no extra "${extra}"${known.length > 0 ? `; it has ${known.join(", ")}` : ""}.`,
      distribution,
      requirement: rootOf(evidence, root),
      hint: `Correct or remove the extra "${extra}": what it should install is not in the mount.`,
    })),
  ],
};

export const dependencyMissing: Check = {
  id: "M3",
  name: "dependency-missing",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "a dependency is missing",
  what: "A distribution requires another that is not in the mount, by a Requires-Dist whose marker is true for the target and the requested extras. `pip check` misses this for extras.",
  inContainer: "The import fails, at the start or at a later request.",
  fix: "Add the dependency to the requirements, or build without `--no-deps`.",
  waive: "Safe for a dependency that is never imported. Name it.",
  find: (evidence) =>
    problemsOf(evidence.closure, "missing").map(({ root, distribution, needs, text }) => ({
      message: `${distribution} requires ${text}, but ${needs} is not in the mount.`,
      distribution: needs,
      requirement: rootOf(evidence, root),
      hint: `Add ${needs} to the requirements.`,
    })),
};

export const dependencyConflict: Check = {
  id: "M4",
  name: "dependency-conflict",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "a dependency has a version that does not fit",
  what: "A distribution requires another version of a dependency than the installed one. In mode `dynamic`, it is a warning for what only the server requires, if the server can be imported (B1).",
  inContainer: "Anything can break, from an import to a wrong number.",
  fix: "Loosen one of the pins so that both fit.",
  waive: "Safe when the combination is known to work. Give the evidence as the reason.",
  find: (evidence) =>
    problemsOf(evidence.closure, "conflict").map(({ root, distribution, needs, text, found }) => ({
      severity: isServerWellWith(distribution, evidence) ? "warning" : "error",
      message: `${distribution} requires ${text}, but ${needs} ${found} is ${evidence.dynamicInstall === undefined ? "in the mount" : "installed"}.`,
      distribution: needs,
      requirement: rootOf(evidence, root),
      hint: `Change the pin of ${needs} or of ${distribution} so that both fit.`,
    })),
};

/** Whether only the image's server asks for the other version, and could be imported all the same. */
function isServerWellWith(distribution: string, { dynamicInstall, closure }: Evidence): boolean {
  const isServers = distribution === SERVER || isOnlyTheServers(distribution, closure);
  return dynamicInstall !== undefined && dynamicInstall.serverFailure === undefined && isServers;
}

export const pythonTooOld: Check = {
  id: "M5",
  name: "python-not-supported",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "a distribution does not support the target's Python",
  what: "Requires-Python excludes the image's Python. It is a warning if only some patch releases are excluded and the image's is not known.",
  inContainer: "Such code often fails at import with a SyntaxError.",
  fix: "Pin another release, or deploy on an image with another Python.",
  waive: "Safe when the bound is known to be too strict.",
  find: (evidence) =>
    problemsOf(evidence.closure, "python").map(({ distribution, requires, partly }) =>
      about({ name: distribution }, evidence, {
        severity: partly ? "warning" : "error",
        message: `${distribution} requires Python ${requires}, but the target has ${evidence.target.pythonFull ?? evidence.target.python}${partly ? " (its patch release is not known)" : ""}.`,
        hint: `Pin a release of ${distribution} that supports Python ${evidence.target.python}.`,
      }),
    ),
};

export const unrequested: Check = {
  id: "M11",
  name: "unrequested-distribution",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "no requirement needs a distribution",
  what: "A distribution is neither requested nor needed by one that is. An earlier build, or an extra that is no longer requested, left it. Nothing is checked if the requirements are not known; H1 covers installers.",
  inContainer: "It takes space, and hides the image's package of the same name.",
  fix: "Build into an empty directory.",
  waive: "Safe when it is imported on purpose, but better add it to the requirements.",
  *find(evidence) {
    const { closure, inventory, requirements } = evidence;
    // A requirement without a name may be any of these distributions, and may require any other.
    if (closure === undefined || closure.roots.length === 0 || requirements.some(isNameless)) return;
    for (const distribution of inventory.distributions) {
      if (Object.hasOwn(closure.reached, distribution.name) || isSeed(distribution.name)) continue;
      yield about(distribution, evidence, {
        file: distribution.directory,
        message: `${distribution.name} ${distribution.version} is in the mount, but no requirement needs it.`,
        hint: `Build the mount again, or add ${distribution.name} to the requirements.`,
      });
    }
  },
};
