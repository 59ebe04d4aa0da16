import { posix, relative } from "node:path";
import type { Evidence } from "../../evidence/evidence.ts";
import { someOf } from "../../findings/at-most.ts";
import type { Check, FindingDetails } from "../../findings/check.ts";
import { ownRows } from "../../mount/inventory/recorded.ts";
import { literalPattern } from "../../mount/upload/pattern.ts";
import type { Rule } from "../../mount/upload/rules.ts";
import { withoutLinks } from "../../mount/upload/written-rules.ts";
import { groupBy } from "../../util/group-by.ts";
import { plural, slashed } from "../../util/text.ts";

/** Is every file of the mount uploaded? */

export const lostInUpload: Check = {
  id: "H12",
  name: "excluded-from-upload",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "an ignore file excludes files of the mount from the upload",
  what: "Azure's client skips what `.amlignore`, or else `.gitignore`, in the root of the code directory excludes. The last matching line decides; before azure-ai-ml 1.4, the first. Bytecode alone is a warning.",
  inContainer:
    "It fails with exit code 97 if the directory is missing, or at an import. Without bytecode, every start compiles again.",
  fix: "Add the line from the hint. Without an `.amlignore` of yours, a build writes one that includes the mount.",
  waive: "Safe when another client uploads the deployment.",
  *find(evidence) {
    const { file } = evidence.upload;
    if (file === undefined || "problem" in file || !isInCode(evidence)) return;
    for (const [line, files] of groupBy(lostFiles(evidence), ({ rule }) => rule)) {
      const paths = files.map(({ path }) => path);
      const onlyBytecode = paths.every((path) => path.endsWith(".pyc"));
      yield {
        severity: onlyBytecode ? "warning" : "error",
        file: paths[0],
        message: `${file.name}:${line.number}: "${line.text}" excludes ${plural(paths.length, "file")} of the mount from the upload: ${someOf(paths)}.`,
        hint: `Add this last line to ${file.name}: \`!/${literalPattern(slashed(relative(file.base, environmentOf(evidence))))}/**\`.`,
      };
    }
  },
};

/** These rules apply only to the code directory. */
function isInCode({ options, location }: Evidence): boolean {
  const path = posix.join(slashed(relative(options.codeDirectory, options.scoringDirectory)), location.libraryPath);
  return !path.startsWith("../") && !path.startsWith("/");
}

/** The environment directory at its final path, without symbolic links. */
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
  name: "hidden-files-missing",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "hidden files are missing",
  what: "RECORD lists files below a name that starts with a dot, and they are not in the mount. `actions/upload-artifact` without `include-hidden-files`, copying with `*` and some ignore files leave them out.",
  inContainer: "Wheels keep shared libraries in `.libs`. Without them the import fails.",
  fix: "Transport the archive that this tool writes, or include hidden files. R1 names each file.",
  waive: "Never.",
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

function lostAnswer(distribution: string, lost: readonly string[]): FindingDetails {
  return {
    distribution,
    file: lost[0],
    message: `${plural(lost.length, "hidden file")} of ${distribution} ${lost.length === 1 ? "is" : "are"} missing: ${someOf(lost)}.`,
    hint: "Transport the mount as an archive, or set include-hidden-files: true in actions/upload-artifact.",
  };
}
