import type { Evidence } from "../../evidence/evidence.ts";
import { atMost } from "../../findings/at-most.ts";
import { about, type Check, type FindingDetails } from "../../findings/check.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import { type Inventory, ownerOf, sourceOfBytecode } from "../../mount/inventory/inventory.ts";
import { fileAt } from "../../mount/inventory/links.ts";
import { isAsRecorded, ownRows, whatDiffers } from "../../mount/inventory/recorded.ts";

/** Does every file exist, unchanged, and with an owner? (PyPA, "Recording installed projects") */

export const fileMissing: Check = {
  id: "R1",
  name: "missing-file",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "a file is missing",
  what: "RECORD lists a file that is not in the mount. An ignore file, a cleaning step or an incomplete copy removed it; `pip freeze` and `pip check` do not notice. Bytecode listed without a hash may be missing.",
  inContainer: "An import or a read fails. If that happens at the start, the server does not start.",
  fix: "Build again, and find out what removed the file.",
  waive: "Never.",
  *find(evidence) {
    const odd = new Set(evidence.inventory.oddities.map(({ path }) => path));
    for (const distribution of evidence.inventory.distributions) {
      yield* atMost(missing(distribution, odd, evidence), (count) =>
        about(distribution, evidence, { message: `${count} more files of ${distribution.name} are missing.` }),
      );
    }
  },
};

function* missing(distribution: Distribution, odd: ReadonlySet<string>, evidence: Evidence): Iterable<FindingDetails> {
  for (const { path, hash } of ownRows(distribution, evidence.inventory)) {
    const isForgiven = hash === undefined && path.endsWith(".pyc");
    if (isForgiven || odd.has(path) || fileAt(path, evidence.inventory) !== undefined) continue;
    yield about(distribution, evidence, {
      file: path,
      message: `${path} of ${distribution.name} is missing.`,
      hint: "Build the mount again, and find out what removes files: an ignore file, a cleaning step, an antivirus program.",
    });
  }
}

export const fileAltered: Check = {
  id: "R2",
  name: "changed-file",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "a file was changed",
  what: "A file's hash or size differs from RECORD. It is a notice if the hash cannot be computed here, or only the size is recorded. R6 covers files that another distribution overwrote.",
  inContainer: "The edited or damaged file is used. With unchecked-hash bytecode, an edited source does not even run.",
  fix: "Build again. To patch a distribution, build a wheel of your own.",
  waive: "Never.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      yield* atMost(altered(distribution, evidence), (count) =>
        about(distribution, evidence, { message: `${count} more files of ${distribution.name} were changed.` }),
      );
    }
  },
};

function* altered(distribution: Distribution, evidence: Evidence): Iterable<FindingDetails> {
  for (const row of ownRows(distribution, evidence.inventory)) {
    const how = whatDiffers(row, evidence.inventory);
    if (how === undefined || isAnothers(row.path, distribution, evidence.inventory)) continue;
    yield about(distribution, evidence, {
      file: row.path,
      severity: how.startsWith("is recorded") ? "notice" : "error",
      message: `${row.path} of ${distribution.name} ${how}.`,
      hint: `Install ${distribution.name} again.`,
    });
  }
}

/** Whether a file matches the RECORD of another distribution: then it was overwritten, which check R6 reports. */
function isAnothers(path: string, { name }: Distribution, inventory: Inventory): boolean {
  const others = inventory.owners.get(path) ?? [];
  return others.some((other) => other.name !== name && isAsRecorded(path, other, inventory));
}

export const fileUnowned: Check = {
  id: "R5",
  name: "unowned-file",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "a file belongs to no distribution",
  what: "A file is in no RECORD and is not bytecode of a known file. Something other than the installer put it there.",
  inContainer: "It is imported like any other file, and its origin is unknown.",
  fix: "Build into an empty directory.",
  waive: "Safe for files that you add on purpose, but better make them a distribution.",
  find: (evidence) => atMost(unowned(evidence), (count) => ({ message: `${count} more files are in no RECORD.` })),
};

function* unowned({ inventory }: Evidence): Iterable<FindingDetails> {
  const { distributions, files, owners } = inventory;
  if (distributions.some(({ unread }) => unread !== undefined)) return; // it might list them
  // Without RECORD, the files of a distribution are not known.
  const unrecorded = distributions.filter(({ record }) => record === undefined);
  const spared = new Set(unrecorded.flatMap(({ directory, topLevel }) => [directory, ...topLevel]));
  for (const { path, size } of files.values()) {
    const source = sourceOfBytecode(path);
    if (owners.has(path) || (source !== undefined && owners.has(source)) || isTrace(path)) continue;
    if (path === ".lock" && size === 0) continue; // `uv pip install --target` locks the directory with it
    const first = path.split("/", 1)[0] ?? "";
    if (spared.has(first) || spared.has(first.split(".", 1)[0] ?? "")) continue;
    const owner = ownerOf(path, inventory);
    const inside = owner === undefined ? "" : ` It is in a directory of ${owner.name}.`;
    yield {
      file: path,
      distribution: owner?.name,
      message: `${path} is in no RECORD.${inside}`,
      hint: `Remove ${path}, or build the mount again into an empty directory.`,
    };
  }
}

/** Files that installers write after RECORD, or that belong to seeds (H1). */
function isTrace(path: string): boolean {
  return /^(_virtualenv\.(py|pth)|distutils-precedence\.pth|[^/]+\.dist-info\/(INSTALLER|REQUESTED|direct_url\.json|uv_cache\.json|uv_build\.json|RECORD))$/.test(
    path,
  );
}
