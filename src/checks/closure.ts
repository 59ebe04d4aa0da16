import type { Distribution } from "../mount/distribution.ts";
import type { ManifestRequirement } from "../mount/manifest.ts";
import { normalisedName } from "../mount/metadata.ts";
import { type Answer, about, type Check, type Evidence } from "./check.ts";
import type { ClosureProblem } from "./closure-probe.ts";

/** Is everything there that was asked for, and everything that it needs? */

function problemsOf<K extends ClosureProblem["kind"]>(evidence: Evidence, ...kinds: K[]) {
  const problems = evidence.closure?.problems ?? [];
  return problems.filter((one): one is Extract<ClosureProblem, { kind: K }> => kinds.includes(one.kind as K));
}

function rootOf(evidence: Evidence, root: number): ManifestRequirement | undefined {
  return evidence.closure?.roots[root];
}

export const requestedAbsent: Check = {
  id: "M1",
  severity: "error",
  title: "a requested distribution is not in the mount",
  explanation:
    "A requirement whose environment marker holds for the target has no metadata directory in the mount. In the container its import raises ModuleNotFoundError. Build again; in a mount made by hand, install the requirement into it. Never safe to turn off.",
  find: (evidence) =>
    problemsOf(evidence, "absent").map(({ root, needs }) => ({
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
    ...problemsOf(evidence, "mismatch").map(({ root, distribution, found }) => ({
      message: `${distribution} ${found} is in the mount, but ${rootOf(evidence, root)?.text} was asked for.`,
      distribution,
      requirement: rootOf(evidence, root),
      hint: "Build the mount again from these requirements.",
    })),
    ...problemsOf(evidence, "unknown-extra").map(({ root, distribution, extra, known }) => ({
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
    "A distribution reachable from the requirements needs another one, by a Requires-Dist whose marker holds for the target and the requested extras, and that one is not in the mount. `pip check` does not see this for extras. Importing fails in the container, or later at a request. Add the dependency, or build without --no-deps. Safe to turn off for a dependency that is never imported; say which.",
  find: (evidence) =>
    problemsOf(evidence, "missing").map(({ root, distribution, needs, text }) => ({
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
    problemsOf(evidence, "conflict").map(({ root, distribution, needs, text, found }) => ({
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
    "Requires-Python excludes the Python of the image. Such code often fails at import with a SyntaxError. Pin an older release, or deploy on an image with a newer Python. Safe to turn off when the bound is known to be too strict.",
  find: (evidence) =>
    problemsOf(evidence, "python").map(({ distribution, requires }) =>
      about({ name: distribution }, evidence, {
        message: `${distribution} wants Python ${requires}; the target has ${evidence.target.pythonFull ?? evidence.target.python}.`,
        hint: `Pin a release of ${distribution} that supports Python ${evidence.target.python}.`,
      }),
    ),
};

export const metadataDamaged: Check = {
  id: "M6",
  severity: "error",
  title: "metadata is missing or cannot be read",
  explanation:
    "A metadata directory has no METADATA (or PKG-INFO), or that file lacks Name or Version, or the directory's version is another, or a dependency line is not valid. Then nothing that asks for versions at run time works, and neither does this proof. Reinstall the distribution. Never safe to turn off.",
  find: (evidence) => [
    ...evidence.inventory.distributions.flatMap((one) => damaged(one, evidence)),
    ...problemsOf(evidence, "invalid").map(({ distribution, text, why }) =>
      about({ name: distribution }, evidence, {
        severity: "warning",
        message: `${distribution} has a dependency that cannot be read: ${text} (${why}).`,
        hint: `Pin another release of ${distribution}.`,
      }),
    ),
  ],
};

function damaged(distribution: Distribution, evidence: Evidence): Answer[] {
  const { directory, damage, version } = distribution;
  const hint = `Install ${distribution.name} again.`;
  if (damage !== undefined) {
    return [about(distribution, evidence, { file: directory, message: `${directory}: ${damage}.`, hint })];
  }
  const inName = directory.replace(/\.(dist|egg)-info$/, "").split("-")[1];
  if (distribution.kind !== "dist-info" || inName === undefined || sameVersion(inName, version)) return [];
  return [
    about(distribution, evidence, {
      file: directory,
      message: `${directory} says version ${version} in METADATA.`,
      hint,
    }),
  ];
}

/** Directory names escape `-` and leave out what normalising leaves out. */
function sameVersion(inName: string, version: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[-_.+]+/g, ".");
  return plain(inName) === plain(version) || plain(version).startsWith(plain(inName));
}

export const duplicateDistribution: Check = {
  id: "M7",
  severity: "error",
  title: "a distribution is there twice",
  explanation:
    "Two metadata directories have one normalised name: an installation was laid over another. Which version the files are of is anybody's guess, and different pips answer differently. Build into an empty directory. Never safe to turn off.",
  *find(evidence) {
    const seen = new Map<string, Distribution>();
    for (const distribution of evidence.inventory.distributions) {
      const other = seen.get(distribution.name);
      if (other !== undefined) {
        yield about(distribution, evidence, {
          file: distribution.directory,
          message: `${distribution.name} is there twice: ${other.directory} and ${distribution.directory}.`,
          hint: "Build the mount again into an empty directory.",
        });
      }
      seen.set(distribution.name, distribution);
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
    const pinned = new Set(
      evidence.requirements.filter((one) => one.pinned && one.name !== null).map((one) => one.name),
    );
    for (const distribution of evidence.inventory.distributions) {
      if (pinned.has(distribution.name) || !(distribution.name in (evidence.closure?.reached ?? {}))) continue;
      const by = evidence.closure?.reached[distribution.name]?.by;
      yield about(distribution, evidence, {
        message: by
          ? `${distribution.name}, which ${by} needs, is not pinned.`
          : `${distribution.name} is not pinned to one version.`,
        hint: `Write ${distribution.displayName}==${distribution.version}`,
      });
    }
  },
};

export const freezeDiffers: Check = {
  id: "F1",
  severity: "error",
  title: "the mount is not what pip freeze says",
  explanation:
    "`pip freeze --all` of the environment that was built, and the metadata in the mount, name different distributions or versions. A distribution that only freeze knows lies somewhere else on the build machine, and is absent in the container: the common failure the documentation warns of. Find out what put it on the path (PYTHONPATH, user site, conda). Never safe to turn off.",
  *find(evidence) {
    if (evidence.build === undefined) return;
    const frozen = parseFreeze(evidence.build.freeze);
    const there = new Map(evidence.inventory.distributions.map(({ name, version }) => [name, version]));
    for (const [name, version] of frozen) {
      const found = there.get(name);
      if (found === undefined || (version !== undefined && version !== found)) {
        const instead = found === undefined ? "it is not in the mount" : `the mount has ${found}`;
        yield about({ name }, evidence, { message: `pip freeze lists ${name} ${version ?? ""}, but ${instead}.` });
      }
    }
    for (const distribution of evidence.inventory.distributions) {
      if (frozen.has(distribution.name) || NEVER_FROZEN.includes(distribution.name)) continue;
      yield about(distribution, evidence, {
        file: distribution.directory,
        message: `${distribution.name} is in the mount, and pip freeze does not list it.`,
      });
    }
  },
};

/** What pip takes for part of the standard library (pip/_internal/utils/compat.py, `stdlib_pkgs`). */
const NEVER_FROZEN = ["python", "wsgiref", "argparse"];

/** Normalised name → version, which is undefined for direct references; editables are I4's and I5's. */
export function parseFreeze(lines: readonly string[]): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const line of lines) {
    const match = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:(===?)\s*(\S+)|@\s*\S+)/.exec(line.trim());
    if (match?.[1]) found.set(normalisedName(match[1]), match[3]);
  }
  return found;
}

export const containerSeesOthers: Check = {
  id: "F2",
  severity: "error",
  title: "the container's Python sees other distributions in the mount",
  explanation:
    "A plain interpreter of the target, with the mount on PYTHONPATH and nothing else, lists other distributions than the mount's metadata directories hold. Metadata that cannot be decoded, or a search path that is not the container's, is why. Build again. Never safe to turn off.",
  *find({ container, inventory }) {
    if (container === undefined) return;
    const seen = new Set(container.distributions.map(([name, version]) => `${normalisedName(name)} ${version}`));
    const there = new Set(inventory.distributions.map(({ name, version }) => `${name} ${version}`));
    for (const one of there)
      if (!seen.has(one)) yield { message: `${one} is in the mount, and the container does not see it.` };
    for (const one of seen)
      if (!there.has(one)) yield { message: `The container sees ${one}, and the mount does not hold it.` };
  },
};
