import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Distribution } from "../mount/distribution.ts";
import { ownerOf, sourceOfBytecode } from "../mount/inventory.ts";
import type { RecordRow } from "../mount/record.ts";
import { type Answer, about, type Check, type Evidence } from "./check.ts";

/** Is every file there, unchanged, and somebody's? (PyPA, "Recording installed projects") */

/** Rows of a distribution that lie inside the mount; the others are R3's and R4's. */
function ownRows({ record }: Distribution): readonly RecordRow[] {
  return (record ?? []).filter(({ path }) => !path.startsWith("/") && !path.split("/").includes(".."));
}

export const fileMissing: Check = {
  id: "R1",
  severity: "error",
  title: "a file is missing",
  explanation:
    "RECORD lists a file that is not in the mount: an ignore file, a cleaning step or a half-done copy took it. `pip freeze` and `pip check` never look. In the container an import or a read fails. Build again, and look at what removed it. Never safe to turn off.",
  *find(evidence) {
    const { inventory } = evidence;
    const odd = new Set(inventory.oddities.map(({ path }) => path));
    for (const distribution of inventory.distributions) {
      for (const { path, hash } of ownRows(distribution)) {
        const isForgiven = hash === undefined && path.endsWith(".pyc");
        if (isForgiven || inventory.files.has(path) || odd.has(path)) continue;
        yield about(distribution, evidence, {
          file: path,
          message: `${path} of ${distribution.name} is missing.`,
          hint: "Build the mount again, and look for what removes files: ignore files, cleaning steps, antivirus.",
        });
      }
    }
  },
};

export const fileAltered: Check = {
  id: "R2",
  severity: "error",
  title: "a file was changed",
  explanation:
    "The content of a file is not what its distribution's RECORD says (hash or size). Somebody edited it, or it was damaged on the way. With unchecked-hash bytecode an edited source is not even run. Build again; patch a distribution by building a wheel of your own. Never safe to turn off.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      for (const row of ownRows(distribution)) yield* altered(row, distribution, evidence);
    }
  },
};

function* altered({ path, hash, size }: RecordRow, distribution: Distribution, evidence: Evidence): Iterable<Answer> {
  const file = evidence.inventory.files.get(path);
  if (file === undefined || hash === undefined) return;
  const found = digestOf(file, hash.algorithm, evidence);
  if (found === hash.digest.replace(/=+$/, "") && (size === undefined || size === file.size)) return;
  yield about(distribution, evidence, {
    file: path,
    severity: found === undefined ? "notice" : "error",
    message:
      found === undefined
        ? `${path} of ${distribution.name} is recorded with ${hash.algorithm}, which cannot be recomputed here.`
        : `${path} of ${distribution.name} is not what its RECORD says.`,
    hint: `Install ${distribution.name} again.`,
  });
}

/** URL-safe base64 without padding; `undefined` for an algorithm that this Node does not have. */
function digestOf(
  { path, sha256 }: { path: string; sha256: string },
  algorithm: string,
  evidence: Evidence,
): string | undefined {
  if (algorithm === "sha256") return Buffer.from(sha256, "hex").toString("base64url");
  try {
    const digest = createHash(algorithm);
    return digest.update(readFileSync(join(evidence.inventory.root, path))).digest("base64url");
  } catch {
    return undefined;
  }
}

export const fileUnowned: Check = {
  id: "R5",
  severity: "warning",
  title: "a file belongs to no distribution",
  explanation:
    "A file in the mount is in no RECORD and is not the bytecode of a file that is. Something other than the installer put it there: it is imported like everything else, and nobody can say what it is. Build into an empty directory. Safe to turn off for files that you add on purpose; better make them a distribution.",
  *find(evidence) {
    const { inventory } = evidence;
    // Without RECORD there is no saying what a distribution owns.
    const unrecorded = inventory.distributions.filter(({ record }) => record === undefined);
    const spared = new Set(unrecorded.flatMap(({ directory, topLevel }) => [directory, ...topLevel]));
    for (const path of inventory.files.keys()) {
      const source = sourceOfBytecode(path);
      if (inventory.owners.has(path) || (source !== undefined && inventory.owners.has(source))) continue;
      if (spared.has(path.split(/[/.]/)[0] ?? "") || spared.has(path.split("/")[0] ?? "")) continue;
      if (isTrace(path)) continue;
      const owner = ownerOf(path, inventory);
      const inside = owner === undefined ? "" : ` It lies in ${owner.name}.`;
      yield { file: path, distribution: owner?.name, message: `${path} is in no RECORD.${inside}` };
    }
  },
};

/** Files that installers write after RECORD, or that belong to seeds (H1). */
function isTrace(path: string): boolean {
  return /^(_virtualenv\.(py|pth)|distutils-precedence\.pth|[^/]+\.dist-info\/(INSTALLER|REQUESTED|direct_url\.json|uv_cache\.json|RECORD))$/.test(
    path,
  );
}
