import type { Distribution } from "../mount/distribution.ts";
import { sameVersion } from "../mount/metadata.ts";
import { type Answer, about, type Check, type Evidence } from "./check.ts";
import { problemsOf } from "./closure-probe.ts";
import { someOf } from "./many.ts";

/** Can the metadata be read, and does it say one thing? */

export const metadataDamaged: Check = {
  id: "M6",
  severity: "error",
  title: "metadata is missing or cannot be read",
  explanation:
    "A metadata directory has no METADATA (or PKG-INFO), or that file lacks Name or Version, or the directory's version is another, or a dependency line is not valid (a warning where the requirements are known, because an installer has resolved them). Then nothing that asks for versions at run time works, and neither does this proof. Reinstall the distribution. Or METADATA or RECORD is there and has no end: more than 4 MB, or 32 MB or a million rows of RECORD, which no distribution has. It is not read, for that would only take memory; it was damaged, or made to do harm. Build again, from releases and an index that you trust. Never safe to turn off.",
  find: (evidence) => [
    ...evidence.inventory.distributions.flatMap((one) => damaged(one, evidence)),
    ...problemsOf(evidence.closure, "invalid").map(({ distribution, text, why }) =>
      about({ name: distribution }, evidence, {
        // Where the requirements are known, an installer has read the line and resolved it in some way.
        severity: evidence.closure?.roots.length === 0 ? "error" : "warning",
        message: `${distribution} has a dependency that cannot be read: ${text} (${why}).`,
        hint: `Pin another release of ${distribution}.`,
      }),
    ),
  ],
};

const UNREAD_HINT =
  "No installer writes so much metadata: build the mount again, from releases and an index that you trust.";

function damaged(distribution: Distribution, evidence: Evidence): Answer[] {
  const { directory, damage, unread, version } = distribution;
  if (unread !== undefined) {
    return [about(distribution, evidence, { file: directory, message: `${directory}: ${unread}.`, hint: UNREAD_HINT })];
  }
  const hint = `Install ${distribution.name} again.`;
  if (damage !== undefined) {
    return [about(distribution, evidence, { file: directory, message: `${directory}: ${damage}.`, hint })];
  }
  // Old tools left `-` in names, so the version is what stands behind the last one.
  const inName = /-([^-]+)\.dist-info$/.exec(directory)?.[1];
  if (inName === undefined || sameVersion(inName, version)) return [];
  return [
    about(distribution, evidence, {
      file: directory,
      message: `${directory} says version ${version} in METADATA.`,
      hint,
    }),
  ];
}

export const duplicateDistribution: Check = {
  id: "M7",
  severity: "error",
  title: "a distribution is there twice",
  explanation:
    "Two metadata directories have one normalised name: an installation was laid over another. Which version the files are of is anybody's guess, and different Pythons and pips answer differently when they are asked for the version. Build into an empty directory. Never safe to turn off.",
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

export const interruptedUninstall: Check = {
  id: "M8",
  severity: "warning",
  title: "the rest of an interrupted uninstall",
  explanation:
    "A name in the mount starts with `~` or `-`: pip renames what it removes to `~name`, and was interrupted. pip calls it an invalid distribution. The container does not import it, but the distribution that was being replaced may be half there (R1, M3), and the rest is uploaded with every deployment. Build into an empty directory. Safe to turn off when nothing else is found.",
  *find({ inventory }) {
    const roots = new Set(
      [...inventory.files.keys(), ...inventory.directories.keys()].map((path) => path.split("/", 1)[0]),
    );
    for (const file of roots) {
      if (!/^[~-]/.test(file ?? "")) continue;
      yield {
        file,
        message: `${file} is the rest of an uninstall.`,
        hint: "Build the mount again into an empty directory.",
      };
    }
  },
};

export const legacyInstall: Check = {
  id: "M9",
  severity: "warning",
  title: "a distribution was installed the old way",
  explanation:
    "The metadata is an `.egg-info` directory or file, as `setup.py install`, distutils and system packages leave it, instead of `.dist-info`. There is no RECORD, so nothing says which files belong to it and whether they are whole. In the container it runs as it is. Install it with pip or uv, which make a wheel first. Egg-info directories inside packages are data and left alone. Safe to turn off when the mount has a manifest that you trust.",
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
  severity: "notice",
  title: "top_level.txt names what the distribution does not have",
  explanation:
    "`top_level.txt` lists a module that is neither in RECORD nor anywhere in the mount: it is left from an older layout, or the module was taken out. Tools that go from a distribution to its modules are misled (this one goes by RECORD); the container is not. Importing that name would raise ModuleNotFoundError. Nothing is said where the file is missing, as most build tools no longer write it. Safe to turn off.",
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
        message: `${distribution.name} does not have what its top_level.txt lists: ${someOf(absent)}.`,
      });
    }
  },
};
