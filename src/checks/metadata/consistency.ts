import { problemsOf } from "../../evidence/dependencies.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import { someOf } from "../../findings/at-most.ts";
import { about, type Check, type FindingDetails } from "../../findings/check.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import { sameVersion } from "../../mount/inventory/metadata.ts";

/** Can the metadata be read, and is it consistent? */

export const metadataDamaged: Check = {
  id: "M6",
  name: "damaged-metadata",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "metadata is missing or damaged",
  what: "METADATA (or PKG-INFO) is missing, incomplete, contradicts its directory's version, or is too large to read (4 MB; RECORD 32 MB or a million rows). An invalid dependency line is a warning if the requirements are known.",
  inContainer: "Code that asks for a version at run time fails. Such a distribution cannot be verified.",
  fix: "Install the distribution again, from releases and an index that you trust.",
  waive: "Never.",
  find: (evidence) => [
    ...evidence.inventory.distributions.flatMap((one) => damaged(one, evidence)),
    ...problemsOf(evidence.closure, "invalid").map(({ distribution, text, why }) =>
      about({ name: distribution }, evidence, {
        // If the requirements are known, an installer has already read and resolved the line.
        severity: evidence.closure?.roots.length === 0 ? "error" : "warning",
        message: `${distribution} has a dependency that cannot be read: ${text} (${why}).`,
        hint: `Pin another release of ${distribution}.`,
      }),
    ),
  ],
};

const UNREAD_HINT =
  "Build the mount again, from releases and an index that you trust: no installer writes so much metadata.";

function damaged(distribution: Distribution, evidence: Evidence): FindingDetails[] {
  const { directory, damage, unread, version } = distribution;
  if (unread !== undefined) {
    return [about(distribution, evidence, { file: directory, message: `${directory}: ${unread}.`, hint: UNREAD_HINT })];
  }
  const hint = `Install ${distribution.name} again.`;
  if (damage !== undefined) {
    return [about(distribution, evidence, { file: directory, message: `${directory}: ${damage}.`, hint })];
  }
  // Old tools kept `-` in names, so the version is what follows the last one.
  const inName = /-([^-]+)\.dist-info$/.exec(directory)?.[1];
  if (inName === undefined || sameVersion(inName, version)) return [];
  return [
    about(distribution, evidence, {
      file: directory,
      message: `The METADATA in ${directory} has version ${version}.`,
      hint,
    }),
  ];
}

export const duplicateDistribution: Check = {
  id: "M7",
  name: "duplicate-distribution",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "a distribution is installed twice",
  what: "Two metadata directories have the same normalised name, because one installation was made over another.",
  inContainer:
    "It is unknown which version the files belong to. Different versions of Python and pip report different versions.",
  fix: "Build into an empty directory.",
  waive: "Never.",
  *find(evidence) {
    const seen = new Map<string, Distribution>();
    for (const distribution of evidence.inventory.distributions) {
      const other = seen.get(distribution.name);
      if (other !== undefined) {
        yield about(distribution, evidence, {
          file: distribution.directory,
          message: `${distribution.name} is installed twice: ${other.directory} and ${distribution.directory}.`,
          hint: "Build the mount again into an empty directory.",
        });
      }
      seen.set(distribution.name, distribution);
    }
  },
};

export const interruptedUninstall: Check = {
  id: "M8",
  name: "interrupted-uninstall",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "an interrupted uninstall left files",
  what: "A name in the mount starts with `~` or `-`. pip renames what it removes to `~name`, and was interrupted.",
  inContainer: "The files are not imported, but the replaced distribution may be incomplete (R1, M3).",
  fix: "Build into an empty directory. Otherwise every deployment uploads the files.",
  waive: "Safe when there are no other findings.",
  *find({ inventory }) {
    const roots = new Set(
      [...inventory.files.keys(), ...inventory.directories.keys()].map((path) => path.split("/", 1)[0]),
    );
    for (const file of roots) {
      if (!/^[~-]/.test(file ?? "")) continue;
      yield {
        file,
        message: `${file} is left from an interrupted uninstall.`,
        hint: "Build the mount again into an empty directory.",
      };
    }
  },
};

export const legacyInstall: Check = {
  id: "M9",
  name: "legacy-install",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "a distribution was installed without RECORD",
  what: "The metadata is an `.egg-info` file or directory, as `setup.py install`, distutils and system packages write it. Egg-info directories inside packages are not counted.",
  inContainer: "The distribution runs as it is. Without RECORD, missing or changed files of it cannot be detected.",
  fix: "Install it with pip or uv, which build a wheel first.",
  waive: "Safe when the mount has a manifest that you trust.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      if (distribution.kind !== "egg-info") continue;
      yield about(distribution, evidence, {
        file: distribution.directory,
        message: `${distribution.name} ${distribution.version} was installed without RECORD (${distribution.directory}).`,
        hint: `Install ${distribution.name} with pip or uv.`,
      });
    }
  },
};

export const oddNames: Check = {
  id: "M13",
  name: "wrong-top-level",
  severity: "notice",
  modes: ["preinstalled", "restore", "verify"],
  title: "the file top_level.txt names a module that does not exist",
  what: "`top_level.txt` lists a module that is neither in RECORD nor in the mount. Distributions without the file are not checked.",
  inContainer:
    "Importing that name raises ModuleNotFoundError. Only tools that map distributions to modules are affected; this one uses RECORD.",
  fix: "Nothing to do.",
  waive: "Safe.",
  *find(evidence) {
    const { inventory } = evidence;
    const roots = new Set([...inventory.files.keys()].map((path) => path.split(/[/.]/, 1)[0]));
    for (const distribution of inventory.distributions) {
      if (distribution.record === undefined) continue;
      const listed = (distribution.texts.get("top_level.txt") ?? "").split(/\r?\n/).map((line) => line.trim());
      const absent = listed.filter((name) => name !== "" && !roots.has(name.split(/[/.]/, 1)[0]));
      if (absent.length === 0) continue;
      yield about(distribution, evidence, {
        file: `${distribution.directory}/top_level.txt`,
        message: `${distribution.name} does not contain modules that its top_level.txt lists: ${someOf(absent)}.`,
      });
    }
  },
};
