import { posix } from "node:path";
import type { Evidence } from "../../evidence/evidence.ts";
import { atMost, someOf } from "../../findings/at-most.ts";
import type { Check, FindingDetails, Severity } from "../../findings/check.ts";
import { groupBy } from "../../util/group-by.ts";
import { plural } from "../../util/text.ts";

/** Are the names valid on every file system and service between the build and the container? */

export const caseCollision: Check = {
  id: "H9",
  name: "case-collision",
  severity: "notice",
  modes: ["preinstalled", "restore", "verify"],
  title: "names differ only in case",
  what: "Two names in one directory are equal if case, or the encoding of accents, is ignored. It is a warning on Windows and macOS.",
  inContainer:
    "Nothing fails, because the container's file system tells the names apart. On Windows and macOS one file overwrites the other, and an upload from there loses one.",
  fix: "Unpack, check out and upload on Linux.",
  waive: "Safe.",
  *find({ inventory }) {
    const paths = [...inventory.directories.keys(), ...inventory.files.keys()];
    const groups = groupBy(paths, (path) => `${posix.dirname(path)}/${folded(posix.basename(path))}`);
    for (const names of groups.values()) {
      if (names.length < 2) continue;
      const severity = process.platform === "linux" ? "notice" : "warning";
      yield { severity, file: names[0], message: `${names.join(" and ")} differ only in case or accents.` };
    }
  },
};

function folded(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

export const awkwardName: Check = {
  id: "H10",
  name: "unportable-name",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "a name cannot be uploaded or unpacked everywhere",
  what: "A name is not UTF-8, has a character that artifacts or Windows reject (such as `:` or `?`), ends in a dot or space, or is too long for Azure storage (1,024 characters).",
  inContainer:
    "The upload fails, or the file is missing. If the mount travels as one archive, only a name that is not UTF-8 is an error.",
  fix: "Rename the file in its distribution, leave the distribution out, or transport the mount as an archive.",
  waive: "Safe as a warning.",
  find: (evidence) => {
    const answers = [...problems(evidence)];
    const groups = [...groupBy(answers, ({ what }) => what)].flatMap(([what, group]) =>
      group.length > 10 ? [summary(what, group)] : group.map(answerOf),
    );
    return atMost(groups, (count) => ({
      message: `${plural(count, "more name")} cannot be uploaded or unpacked everywhere.`,
    }));
  },
};

interface NameProblem {
  readonly path: string;
  readonly what: string;
  readonly severity: Severity;
}

function* problems({ inventory, options, location }: Evidence): Iterable<NameProblem> {
  const loose: Severity = options.artifactFormat === "directory" ? "error" : "warning";
  for (const { path, kind } of inventory.oddities) {
    if (kind === "name that is not UTF-8") yield { path, what: "is not UTF-8", severity: "error" };
  }
  for (const path of [...inventory.directories.keys(), ...inventory.files.keys()]) {
    const name = posix.basename(path);
    if (/[":<>|*?\r\n]/.test(name)) yield { path, what: "has a character that artifacts reject", severity: loose };
    else if (/[\p{Cc}\\]|[. ]$/u.test(name)) yield { path, what: "cannot be written on Windows", severity: "warning" };
    if (`${location.libraryPath}/${path}`.length > LONGEST)
      yield { path, what: "is too long for Azure storage", severity: loose };
  }
}

/** Azure's limit for the name of a blob, minus the part before the code directory. */
const LONGEST = 1024 - 100;

function answerOf({ path, what, severity }: NameProblem): FindingDetails {
  return { severity, file: path, message: `The name ${JSON.stringify(path.slice(-200))} ${what}.`, hint: HINT };
}

function summary(what: string, group: readonly NameProblem[]): FindingDetails {
  const names = someOf(group.map(({ path }) => JSON.stringify(path.slice(-200))));
  const first = group[0] as NameProblem;
  return {
    severity: first.severity,
    file: first.path,
    message: `Each of ${group.length} names ${what}: ${names}.`,
    hint: HINT,
  };
}

const HINT = "Leave the file or the distribution out, or transport the mount as an archive.";
