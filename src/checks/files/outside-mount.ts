import { posix } from "node:path";
import type { Evidence } from "../../evidence/evidence.ts";
import { atMost, someOf } from "../../findings/at-most.ts";
import { about, type Check, type FindingDetails } from "../../findings/check.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import { entryPoints } from "../../mount/inventory/entry-points.ts";
import { LONGEST_PATH, pathInMount } from "../../mount/inventory/record.ts";
import { getOwn } from "../../util/get-own.ts";
import { groupBy } from "../../util/group-by.ts";
import { humanBytes, plural } from "../../util/text.ts";

/** Rows of RECORD for files outside the mount: scripts, headers, data files, and files that should not exist. */

interface OutsideRow {
  /** POSIX and normalised; starts with `../` or is absolute. */
  readonly path: string;
  readonly size: number | undefined;
  readonly hostile: string | undefined;
}

/** The rows that staging removed, and those that a mount of another tool still has. */
function outsideRows(distribution: Distribution, { removedByStaging, inventory }: Evidence): OutsideRow[] {
  const kept = (distribution.record ?? []).filter(({ path }) => isSuspect(path, inventory.files));
  const rows = [...(getOwn(removedByStaging.outside, distribution.name) ?? []), ...kept];
  return rows.map(({ path, size }) => ({
    path: posix.normalize(path.replaceAll("\\", "/")),
    size,
    hostile: whyHostile(path, pathInMount(path, inventory.files)),
  }));
}

function isSuspect(path: string, files: { has(path: string): boolean }): boolean {
  return pathInMount(path, files) === undefined || (path.includes("\\") && !files.has(path));
}

/** The mount is `lib/python3.8/site-packages` of an environment, so `../../../bin` is still in the environment. */
const HIGHEST = /^(\.\.\/){4}/;

function whyHostile(path: string, inMount: string | undefined): string | undefined {
  if (path.length > LONGEST_PATH) return "is longer than a path can be";
  if (path.includes("\0")) return "holds a NUL byte";
  if (path.includes("\\")) return "has backslashes";
  if (inMount !== undefined) return undefined;
  if (/^[A-Za-z]:/.test(path)) return "starts with a drive letter";
  if (path.startsWith("/")) return "is absolute";
  return HIGHEST.test(posix.normalize(path)) ? "leads out of the environment" : undefined;
}

export const rowOutside: Check = {
  id: "R3",
  name: "files-outside-mount",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "a distribution has files outside the mount",
  what: "RECORD lists files beside site-packages. Programs, manuals, headers and files for desktops, shells or Jupyter are a notice, other data files a warning.",
  inContainer:
    "The files do not exist, because the container gets only the mount. Code that looks for data below sys.prefix fails at import or at a request.",
  fix: "Copy the data into the code directory and point the package to it, or extend the image.",
  waive: "Safe for a distribution once a request has succeeded without the files.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      const rows = outsideRows(distribution, evidence).filter(({ hostile }) => hostile === undefined);
      const kinds = groupBy(rows, ({ path }) => (isNotForServers(path) ? "notice" : "warning"));
      for (const [severity, group] of kinds) {
        const places = someOf(group.map(({ path }) => path.replace(/^(\.\.\/)+/, "")));
        yield about(distribution, evidence, {
          severity,
          message: `${distribution.name} has ${plural(group.length, "file")} outside the mount: ${places}.`,
          hint: HINTS[severity],
        });
      }
    }
  },
};

/** The container does not get files outside the mount. */
const HINTS = {
  notice:
    "Nothing to do, unless your code starts these programs or reads these files: the container does not have them.",
  warning:
    "Put data that the code needs into the code directory or the image: the container does not get files outside the mount.",
};

/** By the standard meaning of the directories (Filesystem Hierarchy Standard, XDG, Jupyter's search path). */
function isNotForServers(path: string): boolean {
  return /^(\.\.\/)+(bin|Scripts|include|Include|(share|etc)\/jupyter|share\/(man|doc|info|licenses|applications|icons|pixmaps|metainfo|appdata|mime|bash-completion|zsh|fish|locale))\//.test(
    path,
  );
}

export const rowHostile: Check = {
  id: "R4",
  name: "invalid-record-path",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "RECORD contains a path that no installer writes",
  what: "A path in RECORD is absolute, has a drive letter, backslashes or a NUL byte, is too long, or leads out of the environment. Nothing outside the mount was read.",
  inContainer:
    "The file does not exist, and was not verified. The RECORD is from another system, a broken build or an attack.",
  fix: "Install the distribution again from an index that you trust.",
  waive: "Never.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      yield* atMost(hostileRows(distribution, evidence), (count) =>
        about(distribution, evidence, { message: `The RECORD of ${distribution.name} has ${count} more such paths.` }),
      );
    }
  },
};

function* hostileRows(distribution: Distribution, evidence: Evidence): Iterable<FindingDetails> {
  for (const { path, hostile } of outsideRows(distribution, evidence)) {
    if (hostile === undefined) continue;
    yield about(distribution, evidence, {
      file: `${distribution.directory}/RECORD`,
      message: `A path in the RECORD of ${distribution.name} ${hostile}: ${JSON.stringify(path.slice(0, 200))}.`,
      hint: `Install ${distribution.name} again, from an index that you trust.`,
    });
  }
}

export const programOnly: Check = {
  id: "R10",
  name: "missing-program",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "a distribution is a program that is not in the mount",
  what: "A distribution consists mainly of programs in `bin`, which are not in the mount. If another tool built the mount, only distributions without modules are found.",
  inContainer: "Modules that start the program fail with FileNotFoundError.",
  fix: "Install it in the image, or remove it from the requirements.",
  waive: "Safe when nothing calls the program.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      const scripts = outsideRows(distribution, evidence).filter((row) => isProgram(row, distribution));
      const lost = scripts.reduce((sum, { size }) => sum + (size ?? 0), 0);
      if (scripts.length === 0 || lost < contentOf(distribution, evidence)) continue;
      yield about(distribution, evidence, {
        message: `${distribution.name} is a program (${someOf(scripts.map(({ path }) => posix.basename(path)))}, ${humanBytes(lost)}), which is not in the mount.`,
        hint: `Install ${distribution.name} in the image, or remove it from the requirements.`,
      });
    }
  },
};

/** A script that an installer writes for an entry point is not a separate program: it starts a module. */
function isProgram({ path }: OutsideRow, { texts }: Distribution): boolean {
  if (!/^(\.\.\/)+(bin|Scripts)\//.test(path)) return false;
  const entries = [...entryPoints(texts.get("entry_points.txt") ?? "")];
  const name = posix.basename(path).replace(/\.exe$/, "");
  return !entries.some((entry) => entry.name === name && /^(console|gui)_scripts$/.test(entry.group));
}

/** Bytes of the distribution's files in the mount without its metadata; at least one if there are such files. */
function contentOf({ record, directory }: Distribution, { inventory }: Evidence): number {
  const paths = (record ?? []).map(({ path }) => path).filter((path) => !path.startsWith(`${directory}/`));
  const files = paths.map((path) => inventory.files.get(path)).filter((file) => file !== undefined);
  return files.reduce((sum, { size }) => sum + size, Math.min(files.length, 1));
}
