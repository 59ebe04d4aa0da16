import { posix } from "node:path";
import { plural } from "../text.ts";
import type { Answer, Check, Evidence, Severity } from "./check.ts";
import { atMost, groupBy, someOf } from "./many.ts";

/** Do the names survive every way of transport? */

export const caseCollision: Check = {
  id: "H9",
  severity: "notice",
  title: "names that differ only in their case",
  explanation:
    "Two names in one directory are the same without regard to case, or to how accents are encoded. The container's file system tells them apart. On Windows and macOS one overwrites the other when the mount is unpacked or checked out there, and uploading it from there loses a file. Nothing to mend where everything happens on Linux. As a warning when this is said on Windows or macOS. Safe to turn off.",
  *find({ inventory }) {
    const paths = [...inventory.directories.keys(), ...inventory.files.keys()];
    const groups = groupBy(paths, (path) => `${posix.dirname(path)}/${folded(posix.basename(path))}`);
    for (const names of groups.values()) {
      if (names.length < 2) continue;
      const severity = process.platform === "linux" ? "notice" : "warning";
      yield { severity, file: names[0], message: `Only case or accents tell apart ${names.join(" and ")}.` };
    }
  },
};

function folded(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

export const awkwardName: Check = {
  id: "H10",
  severity: "error",
  title: "a name that does not travel",
  explanation:
    'A name is not UTF-8 (then nothing behind it was read), or has a character that artifacts and Windows refuse (" : < > | * ?, line ends, other control characters, a backslash, a dot or a space at the end), or the path is longer than the 1,024 characters that Azure storage takes. The upload fails, or the file is missing in the container. Rename it in the distribution, or leave the distribution out. Where the mount travels as one archive, only names that are not UTF-8 are an error and the rest a warning. Safe to turn off as a warning.',
  find: (evidence) => {
    const answers = [...problems(evidence)];
    const groups = [...groupBy(answers, ({ what }) => what)].flatMap(([what, group]) =>
      group.length > 10 ? [summary(what, group)] : group.map(answerOf),
    );
    return atMost(groups, (count) => ({ message: `${plural(count, "more name")}.` }));
  },
};

interface Problem {
  readonly path: string;
  readonly what: string;
  readonly severity: Severity;
}

function* problems({ inventory, options, location }: Evidence): Iterable<Problem> {
  const loose: Severity = options.artifactFormat === "directory" ? "error" : "warning";
  for (const { path, kind } of inventory.oddities) {
    if (kind === "name that is not UTF-8") yield { path, what: "is not UTF-8", severity: "error" };
  }
  for (const path of [...inventory.directories.keys(), ...inventory.files.keys()]) {
    const name = posix.basename(path);
    if (/[":<>|*?\r\n]/.test(name)) yield { path, what: "has a character that artifacts refuse", severity: loose };
    else if (/[\p{Cc}\\]|[. ]$/u.test(name)) yield { path, what: "cannot be written on Windows", severity: "warning" };
    if (`${location.libraryPath}/${path}`.length > LONGEST)
      yield { path, what: "is too long for Azure storage", severity: loose };
  }
}

/** Azure's limit of a blob's name, less what stands before the code directory in it. */
const LONGEST = 1024 - 100;

function answerOf({ path, what, severity }: Problem): Answer {
  return { severity, file: path, message: `The name ${JSON.stringify(path.slice(-200))} ${what}.`, hint: HINT };
}

function summary(what: string, group: readonly Problem[]): Answer {
  const names = someOf(group.map(({ path }) => JSON.stringify(path.slice(-200))));
  const first = group[0] as Problem;
  return {
    severity: first.severity,
    file: first.path,
    message: `${group.length} names: ${what}: ${names}.`,
    hint: HINT,
  };
}

const HINT = "Leave the file or the distribution out, or carry the mount as an archive.";
