import { posix, relative } from "node:path";
import ignore from "ignore";
import { type UploadRules, uploadRules } from "../mount/upload-rules.ts";
import { plural, slashed } from "../text.ts";
import type { Answer, Check, Evidence } from "./check.ts";
import { groupBy, someOf } from "./many.ts";
import { ownRows } from "./record.ts";

/** Does every file of the mount arrive? */

export const lostInUpload: Check = {
  id: "H12",
  severity: "error",
  title: "an ignore file keeps files of the mount from being uploaded",
  explanation:
    "Azure's client uploads the code directory without the files that its `.amlignore` names, or, where there is none, its `.gitignore` (only these, only in the root of the code directory; the last line that matches a file decides; since azure-ai-ml 1.4). Python's usual `.gitignore` names `*.so` and `lib/`. Nothing is reported: the container ends with exit code 97 when the directory is gone, or an import fails. Add the line that the hint shows. A build without an `.amlignore` of yours writes one that lets the mount in. Lost bytecode alone is a warning: every start compiles again. Safe to turn off where the deployment is not uploaded by that client.",
  *find(evidence) {
    const rules = uploadRules(evidence.options);
    if (rules === undefined) return;
    const mount = mountInCode(evidence);
    const lines = readRules(rules);
    if (mount === undefined || lines.length === 0) return;
    const lost = groupBy(lostFiles(lines, mount, evidence), ({ line }) => line);
    for (const [line, files] of lost) {
      const paths = files.map(({ path }) => path);
      const onlyBytecode = paths.every((path) => path.endsWith(".pyc"));
      yield {
        severity: onlyBytecode ? "warning" : "error",
        file: paths[0],
        message: `${rules.file}:${line.number}: "${line.text}" keeps ${plural(paths.length, "file")} of the mount from the upload: ${someOf(paths)}.`,
        hint: `Add a last line to ${rules.file}: !/${mount.split("/").slice(0, -3).join("/")}/**`,
      };
    }
  },
};

/** POSIX path of the mount in the code directory; `undefined` outside, where nothing is uploaded by these rules. */
function mountInCode({ options, location }: Evidence): string | undefined {
  const scoring = slashed(relative(options.codeDirectory, options.scoringDirectory));
  const path = posix.join(scoring, location.libraryPath);
  return path.startsWith("../") || path.startsWith("/") ? undefined : path;
}

interface Line {
  readonly number: number;
  readonly text: string;
  readonly negated: boolean;
  /** Whether the pattern, taken alone and not negated, matches a path. */
  readonly matches: (path: string) => boolean;
}

function readRules({ text }: UploadRules): Line[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  return lines.flatMap((raw, index) => {
    const negated = raw.startsWith("!");
    const pattern = negated ? raw.slice(1) : raw;
    if (pattern.trim() === "" || raw.startsWith("#")) return [];
    const alone = ignore({ ignorecase: false, allowRelativePaths: true }).add(pattern);
    return [{ number: index + 1, text: raw.trimEnd(), negated, matches: (path) => alone.ignores(path) }];
  });
}

/**
 * The files that a line takes out of the upload. The client asks of every file by itself which line matches last, so,
 * unlike in git, a file comes back from a directory that is left out.
 */
function* lostFiles(lines: readonly Line[], mount: string, { inventory }: Evidence) {
  const positive = lines.filter(({ negated }) => !negated).map(({ text }) => text);
  const any = ignore({ ignorecase: false, allowRelativePaths: true }).add(positive);
  const lastFirst = [...lines].reverse();
  for (const path of inventory.files.keys()) {
    const inCode = `${mount}/${path}`;
    if (!any.ignores(inCode)) continue;
    const line = lastFirst.find(({ matches }) => matches(inCode));
    if (line && !line.negated) yield { line, path };
  }
}

export const hiddenLost: Check = {
  id: "H11",
  severity: "error",
  title: "hidden files were lost on the way",
  explanation:
    "RECORD lists files whose name, or whose directory's name, starts with a dot, and they are not in the mount. Some ways of transport leave such files out: `actions/upload-artifact` without `include-hidden-files: true`, copying with `*`, some ignore files. Wheels keep their shared libraries in `.libs`; without those the import fails in the container. R1 names the files one by one. Transport the archive of this tool, or switch hidden files on. Hidden files that are there are fine. Never safe to turn off.",
  *find(evidence) {
    const { inventory } = evidence;
    const odd = new Set(inventory.oddities.map(({ path }) => path));
    for (const distribution of inventory.distributions) {
      const rows = [...ownRows(distribution, inventory)].filter(({ path }) => /(^|\/)\.[^/]/.test(path));
      const lost = rows.map(({ path }) => path).filter((path) => !inventory.files.has(path) && !odd.has(path));
      if (lost.length === 0) continue;
      yield lostAnswer(distribution.name, lost);
    }
  },
};

function lostAnswer(distribution: string, lost: readonly string[]): Answer {
  return {
    distribution,
    file: lost[0],
    message: `${plural(lost.length, "hidden file")} of ${distribution} did not arrive: ${someOf(lost)}.`,
    hint: "Transport the mount as an archive, or set include-hidden-files: true in actions/upload-artifact.",
  };
}
