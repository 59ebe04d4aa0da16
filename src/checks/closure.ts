import type { ManifestRequirement } from "../mount/manifest.ts";
import { own } from "../own.ts";
import { about, type Check, type Evidence } from "./check.ts";
import { isNameless, problemsOf } from "./closure-probe.ts";
import { isSeed } from "./seeds.ts";

/** Is everything there that was asked for, and everything that it needs? */

function rootOf(evidence: Evidence, root: number | null): ManifestRequirement | undefined {
  return root === null ? undefined : evidence.closure?.roots[root];
}

export const requestedAbsent: Check = {
  id: "M1",
  severity: "error",
  title: "a requested distribution is not in the mount",
  explanation:
    "A requirement whose environment marker holds for the target has no metadata directory in the mount. In the container its import raises ModuleNotFoundError. Build again; in a mount made by hand, install the requirement into it. Never safe to turn off.",
  find: (evidence) =>
    problemsOf(evidence.closure, "absent").map(({ root, needs }) => ({
      message: `${needs} was asked for and is not in the mount.`,
      distribution: needs,
      requirement: rootOf(evidence, root),
      hint: "Build the mount again from these requirements.",
    })),
};

export const versionMismatch: Check = {
  id: "M2",
  severity: "error",
  title: "a requested distribution has another version",
  explanation:
    "The version in the mount is not one that the requirement allows (PEP 440; a pre-release counts when it is installed). The scoring script would run with a version nobody asked for. Build again. Safe to turn off only when the version was exchanged on purpose.",
  find: (evidence) => [
    ...problemsOf(evidence.closure, "mismatch").map(({ root, distribution, found }) => ({
      message: `${distribution} ${found} is in the mount, but ${rootOf(evidence, root)?.text} was asked for.`,
      distribution,
      requirement: rootOf(evidence, root),
      hint: "Build the mount again from these requirements.",
    })),
    ...problemsOf(evidence.closure, "unknown-extra").map(({ root, distribution, extra, known }) => ({
      severity: "warning" as const,
      message: `${distribution} has no extra "${extra}"${known.length > 0 ? `; it has ${known.join(", ")}` : ""}.`,
      distribution,
      requirement: rootOf(evidence, root),
      hint: "Correct or remove the extra: what it should have brought is not in the mount.",
    })),
  ],
};

export const dependencyMissing: Check = {
  id: "M3",
  severity: "error",
  title: "a dependency is missing",
  explanation:
    "A distribution reachable from the requirements, or any distribution where the requirements are not known, needs another one, by a Requires-Dist whose marker holds for the target and the requested extras, and that one is not in the mount. `pip check` does not see this for extras. Importing fails in the container, or later at a request. Add the dependency, or build without --no-deps. Safe to turn off for a dependency that is never imported; say which.",
  find: (evidence) =>
    problemsOf(evidence.closure, "missing").map(({ root, distribution, needs, text }) => ({
      message: `${distribution} needs ${text}, and ${needs} is not in the mount.`,
      distribution: needs,
      requirement: rootOf(evidence, root),
      hint: `Add ${needs} to the requirements.`,
    })),
};

export const dependencyConflict: Check = {
  id: "M4",
  severity: "error",
  title: "a dependency has a version that does not fit",
  explanation:
    "A distribution needs a version of another that is not the one in the mount. What breaks then is anything from an import to a wrong number. Loosen one of the pins so that both fit. Safe to turn off when the combination is known to work; say how you know.",
  find: (evidence) =>
    problemsOf(evidence.closure, "conflict").map(({ root, distribution, needs, text, found }) => ({
      message: `${distribution} needs ${text}, but ${needs} ${found} is in the mount.`,
      distribution: needs,
      requirement: rootOf(evidence, root),
      hint: `Change the pin of ${needs} or of ${distribution} so that both fit.`,
    })),
};

export const pythonTooOld: Check = {
  id: "M5",
  severity: "error",
  title: "a distribution does not support the target's Python",
  explanation:
    "Requires-Python excludes the Python of the image. Such code often fails at import with a SyntaxError. Pin an older release, or deploy on an image with a newer Python. As a warning: the patch release of the image's Python is not known, and the bound excludes some of them. Safe to turn off when the bound is known to be too strict.",
  find: (evidence) =>
    problemsOf(evidence.closure, "python").map(({ distribution, requires, partly }) =>
      about({ name: distribution }, evidence, {
        severity: partly ? "warning" : "error",
        message: `${distribution} wants Python ${requires}; the target has ${evidence.target.pythonFull ?? evidence.target.python}${partly ? ", and nobody knows which patch release" : ""}.`,
        hint: `Pin a release of ${distribution} that supports Python ${evidence.target.python}.`,
      }),
    ),
};

export const unrequested: Check = {
  id: "M11",
  severity: "warning",
  title: "a distribution that nothing asks for",
  explanation:
    "A distribution in the mount is neither requested nor needed by one that is. It was left over from an earlier build, or came with an extra that is no longer asked for. It costs size, and being first on the path it hides a package of the image of the same name. Build into an empty directory. Nothing is said where the requirements are not known, and installers are H1's. Safe to turn off when it is imported on purpose; better write it into the requirements.",
  *find(evidence) {
    const { closure, inventory, requirements } = evidence;
    // A requirement without a name may be any of them, and need any other.
    if (closure === undefined || closure.roots.length === 0 || requirements.some(isNameless)) return;
    for (const distribution of inventory.distributions) {
      if (Object.hasOwn(closure.reached, distribution.name) || isSeed(distribution.name)) continue;
      yield about(distribution, evidence, {
        file: distribution.directory,
        message: `${distribution.name} ${distribution.version} is in the mount, and no requirement needs it.`,
        hint: "Build the mount again, or write it into the requirements.",
      });
    }
  },
};

export const unpinned: Check = {
  id: "M14",
  severity: "warning",
  title: "a requirement is not pinned",
  explanation:
    "A distribution in the mount is not held to one exact version by the requirements (or constraints) files. The next build may install another release, and what was proven today is not what runs tomorrow. Write the pin that the finding shows. Safe to turn off where builds are never repeated.",
  *find(evidence) {
    const pinned = new Set(evidence.requirements.filter((one) => one.pinned && one.applies).map(({ name }) => name));
    for (const distribution of evidence.inventory.distributions) {
      const reached = own(evidence.closure?.reached ?? {}, distribution.name);
      if (reached === undefined || pinned.has(distribution.name)) continue;
      const { by } = reached;
      yield about(distribution, evidence, {
        message: by
          ? `${distribution.name}, which ${by} needs, is not pinned.`
          : `${distribution.name} is not pinned to one version.`,
        hint: `Write ${distribution.displayName}==${distribution.version}`,
      });
    }
  },
};
