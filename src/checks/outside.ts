import { posix } from "node:path";
import type { Distribution } from "../mount/distribution.ts";
import { LONGEST_PATH, pathInMount } from "../mount/record.ts";
import { own } from "../own.ts";
import { humanBytes, plural } from "../text.ts";
import { type Answer, about, type Check, type Evidence } from "./check.ts";
import { entryPoints } from "./entry-points.ts";
import { atMost, groupBy, someOf } from "./many.ts";

/** Rows of RECORD that mean files outside the mount: scripts, headers, data files, and what should not be at all. */

interface OutsideRow {
  /** POSIX and normal; starts with `../` or is absolute. */
  readonly path: string;
  readonly size: number | undefined;
  readonly hostile: string | undefined;
}

/** Those that staging took away, and those that a mount made otherwise still has. */
function outsideRows(distribution: Distribution, { stagedAway, inventory }: Evidence): OutsideRow[] {
  const kept = (distribution.record ?? []).filter(({ path }) => isSuspect(path, inventory.files));
  const rows = [...(own(stagedAway.outside, distribution.name) ?? []), ...kept];
  return rows.map(({ path, size }) => ({
    path: posix.normalize(path.replaceAll("\\", "/")),
    size,
    hostile: whyHostile(path, pathInMount(path, inventory.files)),
  }));
}

function isSuspect(path: string, files: { has(path: string): boolean }): boolean {
  return pathInMount(path, files) === undefined || (path.includes("\\") && !files.has(path));
}

/** The mount is `lib/python3.8/site-packages` of an environment, so three steps up there is still its `bin`. */
const HIGHEST = /^(\.\.\/){4}/;

function whyHostile(path: string, inMount: string | undefined): string | undefined {
  if (path.length > LONGEST_PATH) return "is longer than a path can be";
  if (path.includes("\0")) return "holds a NUL byte";
  if (path.includes("\\")) return "has backslashes";
  if (inMount !== undefined) return undefined;
  if (/^[A-Za-z]:/.test(path)) return "starts with a drive letter";
  if (path.startsWith("/")) return "is absolute";
  return HIGHEST.test(posix.normalize(path)) ? "climbs out of the environment" : undefined;
}

export const rowOutside: Check = {
  id: "R3",
  severity: "warning",
  title: "a distribution has files outside the mount",
  explanation:
    "RECORD lists files that installers put beside site-packages: `bin` (programs), `share`, `etc`, `include`. The container gets the mount alone, so they are not there. Programs, manuals, headers and what belongs to a desktop, a shell or Jupyter are a notice: no scoring script reads them. Other data files are a warning: code that looks for them under sys.prefix does not find them, and fails at import or at a request. Copy them into the code directory and say so to the package, or extend the image. Safe to turn off for a distribution once a request has shown that it does without.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      const rows = outsideRows(distribution, evidence).filter(({ hostile }) => hostile === undefined);
      const kinds = groupBy(rows, ({ path }) => (isNotForServers(path) ? "notice" : "warning"));
      for (const [severity, group] of kinds) {
        const places = someOf(group.map(({ path }) => path.replace(/^(\.\.\/)+/, "")));
        yield about(distribution, evidence, {
          severity,
          message: `${distribution.name} has ${plural(group.length, "file")} outside the mount: ${places}.`,
          hint: "The container does not get them. Data that the code needs must be in the code directory or in the image.",
        });
      }
    }
  },
};

/** By the directories' standard meanings (Filesystem Hierarchy Standard, XDG, Jupyter's search path). */
function isNotForServers(path: string): boolean {
  return /^(\.\.\/)+(bin|Scripts|include|Include|(share|etc)\/jupyter|share\/(man|doc|info|licenses|applications|icons|pixmaps|metainfo|appdata|mime|bash-completion|zsh|fish|locale))\//.test(
    path,
  );
}

export const rowHostile: Check = {
  id: "R4",
  severity: "error",
  title: "RECORD names a path that no installer writes",
  explanation:
    "A row of RECORD is absolute, has a drive letter, backslashes or a NUL byte, is longer than any path, or climbs out of the environment. It was made on another system, by a broken build, or to make a tool read or delete files that are none of its business; nothing outside the mount was read. What the row stands for is not proven and not in the container. Install the distribution again from an index. A leading slash before a file that is in the mount is an old build's habit and is fine. Never safe to turn off.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      yield* atMost(hostileRows(distribution, evidence), (count) =>
        about(distribution, evidence, { message: `${count} more such rows in the RECORD of ${distribution.name}.` }),
      );
    }
  },
};

function* hostileRows(distribution: Distribution, evidence: Evidence): Iterable<Answer> {
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
  severity: "warning",
  title: "a distribution is a program, and the program is not in the mount",
  explanation:
    "What the distribution is about is a program in `bin`, and the mount has none of that: either no module of it is in the mount, or the scripts that are missing outweigh all that is there. Its modules, where it has any, start that program and end with FileNotFoundError in the container. Install it in the image instead, or do without. In a mount that was built elsewhere the sizes are not known, and only distributions without a module are seen. Safe to turn off when nothing calls it.",
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

/** A script that installers write for an entry point is no program of its own: what it starts is a module. */
function isProgram({ path }: OutsideRow, { texts }: Distribution): boolean {
  if (!/^(\.\.\/)+(bin|Scripts)\//.test(path)) return false;
  const entries = [...entryPoints(texts.get("entry_points.txt") ?? "")];
  const name = posix.basename(path).replace(/\.exe$/, "");
  return !entries.some((entry) => entry.name === name && /^(console|gui)_scripts$/.test(entry.group));
}

/** Bytes of what the distribution has in the mount besides its metadata; at least one where it has anything. */
function contentOf({ record, directory }: Distribution, { inventory }: Evidence): number {
  const paths = (record ?? []).map(({ path }) => path).filter((path) => !path.startsWith(`${directory}/`));
  const files = paths.map((path) => inventory.files.get(path)).filter((file) => file !== undefined);
  return files.reduce((sum, { size }) => sum + size, Math.min(files.length, 1));
}
