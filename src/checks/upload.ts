import { posix, relative } from "node:path";
import { literalPattern } from "../mount/upload/pattern.ts";
import type { Rule } from "../mount/upload/rules.ts";
import { withoutLinks } from "../mount/upload/written-rules.ts";
import { plural, slashed } from "../text.ts";
import type { Answer, Check, Evidence } from "./check.ts";
import { groupBy, someOf } from "./many.ts";
import { ownRows } from "./recorded.ts";

/** Does every file of the mount arrive? */

export const lostInUpload: Check = {
  id: "H12",
  severity: "error",
  title: "an ignore file keeps files of the mount from being uploaded",
  explanation:
    "Azure's client uploads the code directory without the files that its `.amlignore` names, or, where there is none, its `.gitignore` (only these, only in the root of the code directory; blanks around a line do not count; the last line that matches a file decides, before azure-ai-ml 1.4 the first). Python's usual `.gitignore` names `*.so` and `lib/`. Nothing is reported: the container ends with exit code 97 when the directory is gone, or an import fails. Add the line that the hint shows. A build without an `.amlignore` of yours writes one that lets the mount in. Lost bytecode alone is a warning: every start compiles again. Safe to turn off where the deployment is not uploaded by that client.",
  *find(evidence) {
    const { file } = evidence.upload;
    if (file === undefined || "problem" in file || !isInCode(evidence)) return;
    for (const [line, files] of groupBy(lostFiles(evidence), ({ rule }) => rule)) {
      const paths = files.map(({ path }) => path);
      const onlyBytecode = paths.every((path) => path.endsWith(".pyc"));
      yield {
        severity: onlyBytecode ? "warning" : "error",
        file: paths[0],
        message: `${file.name}:${line.number}: "${line.text}" keeps ${plural(paths.length, "file")} of the mount from the upload: ${someOf(paths)}.`,
        hint: `Add a last line to ${file.name}: !/${literalPattern(slashed(relative(file.base, environmentOf(evidence))))}/**`,
      };
    }
  },
};

/** Only the code directory is uploaded by these rules. */
function isInCode({ options, location }: Evidence): boolean {
  const path = posix.join(slashed(relative(options.codeDirectory, options.scoringDirectory)), location.libraryPath);
  return !path.startsWith("../") && !path.startsWith("/");
}

/** The environment directory in its place, without links. */
function environmentOf({ options }: Evidence): string {
  return posix.join(slashed(withoutLinks(options.mountParent)), options.environmentName);
}

function* lostFiles(evidence: Evidence): Iterable<{ rule: Rule; path: string }> {
  const { upload, location, inventory } = evidence;
  const excluding = upload.rules.excluding(posix.join(environmentOf(evidence), location.inside));
  for (const path of inventory.files.keys()) {
    const rule = excluding(path);
    if (rule !== undefined) yield { rule, path };
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
