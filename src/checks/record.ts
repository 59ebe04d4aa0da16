import type { Distribution } from "../mount/distribution.ts";
import { type Inventory, ownerOf, sourceOfBytecode } from "../mount/inventory.ts";
import { type Answer, about, type Check, type Evidence } from "./check.ts";
import { fileAt } from "./links.ts";
import { atMost } from "./many.ts";
import { isAsRecorded, ownRows, whatDiffers } from "./recorded.ts";

/** Is every file there, unchanged, and somebody's? (PyPA, "Recording installed projects") */

export const fileMissing: Check = {
  id: "R1",
  severity: "error",
  title: "a file is missing",
  explanation:
    "RECORD lists a file that is not in the mount: an ignore file, a cleaning step or a half-done copy took it. `pip freeze` and `pip check` never look. In the container an import or a read fails, and when that is at start the server does not come up. Build again, and look at what removed it. Bytecode that is listed without a hash may be gone. Never safe to turn off.",
  *find(evidence) {
    const odd = new Set(evidence.inventory.oddities.map(({ path }) => path));
    for (const distribution of evidence.inventory.distributions) {
      yield* atMost(missing(distribution, odd, evidence), (count) =>
        about(distribution, evidence, { message: `${count} more files of ${distribution.name} are missing.` }),
      );
    }
  },
};

function* missing(distribution: Distribution, odd: ReadonlySet<string>, evidence: Evidence): Iterable<Answer> {
  for (const { path, hash } of ownRows(distribution, evidence.inventory)) {
    const isForgiven = hash === undefined && path.endsWith(".pyc");
    if (isForgiven || odd.has(path) || fileAt(path, evidence.inventory) !== undefined) continue;
    yield about(distribution, evidence, {
      file: path,
      message: `${path} of ${distribution.name} is missing.`,
      hint: "Build the mount again, and look for what removes files: ignore files, cleaning steps, antivirus.",
    });
  }
}

export const fileAltered: Check = {
  id: "R2",
  severity: "error",
  title: "a file was changed",
  explanation:
    "The content of a file, or of the file that a symbolic link leads to, is not what its distribution's RECORD says (hash and size). Somebody edited it, or it was damaged on the way. With unchecked-hash bytecode an edited source is not even run. Build again; patch a distribution by building a wheel of your own. A file that is as another distribution's RECORD says was overwritten by it, which is R6's. As a notice: the row has a hash of a kind that cannot be recomputed here, or no hash and another size. Never safe to turn off.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      yield* atMost(altered(distribution, evidence), (count) =>
        about(distribution, evidence, { message: `${count} more files of ${distribution.name} were changed.` }),
      );
    }
  },
};

function* altered(distribution: Distribution, evidence: Evidence): Iterable<Answer> {
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

/** Whether a file is as the RECORD of a distribution of another name says: then it was overwritten, which is R6's. */
function isAnothers(path: string, { name }: Distribution, inventory: Inventory): boolean {
  const others = inventory.owners.get(path) ?? [];
  return others.some((other) => other.name !== name && isAsRecorded(path, other, inventory));
}

export const fileUnowned: Check = {
  id: "R5",
  severity: "warning",
  title: "a file belongs to no distribution",
  explanation:
    "A file in the mount is in no RECORD and is not the bytecode of a file that is. Something other than the installer put it there: it is imported like everything else, and nobody can say what it is. Build into an empty directory. Safe to turn off for files that you add on purpose; better make them a distribution.",
  find: (evidence) => atMost(unowned(evidence), (count) => ({ message: `${count} more files are in no RECORD.` })),
};

function* unowned({ inventory }: Evidence): Iterable<Answer> {
  const { distributions, files, owners } = inventory;
  if (distributions.some(({ unread }) => unread !== undefined)) return; // it might list them
  // Without RECORD there is no saying what a distribution owns.
  const unrecorded = distributions.filter(({ record }) => record === undefined);
  const spared = new Set(unrecorded.flatMap(({ directory, topLevel }) => [directory, ...topLevel]));
  for (const { path, size } of files.values()) {
    const source = sourceOfBytecode(path);
    if (owners.has(path) || (source !== undefined && owners.has(source)) || isTrace(path)) continue;
    if (path === ".lock" && size === 0) continue; // `uv pip install --target` locks the directory with it
    const first = path.split("/", 1)[0] ?? "";
    if (spared.has(first) || spared.has(first.split(".", 1)[0] ?? "")) continue;
    const owner = ownerOf(path, inventory);
    const inside = owner === undefined ? "" : ` It lies in ${owner.name}.`;
    yield {
      file: path,
      distribution: owner?.name,
      message: `${path} is in no RECORD.${inside}`,
      hint: "Remove it, or build the mount again into an empty directory.",
    };
  }
}

/** Files that installers write after RECORD, or that belong to seeds (H1). */
function isTrace(path: string): boolean {
  return /^(_virtualenv\.(py|pth)|distutils-precedence\.pth|[^/]+\.dist-info\/(INSTALLER|REQUESTED|direct_url\.json|uv_cache\.json|uv_build\.json|RECORD))$/.test(
    path,
  );
}
