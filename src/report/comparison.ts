import type { Options } from "../inputs/options.ts";
import { distributionsOf } from "../mount/manifest/describe.ts";
import { mountDigest } from "../mount/manifest/digest.ts";
import { type Manifest, type ManifestFile, readManifest } from "../mount/manifest/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import { UserError } from "../util/errors.ts";
import { humanBytes, normalisedName, plural } from "../util/text.ts";
import { slimDifference } from "./slim-difference.ts";

/** The changes of a mount since an earlier one. Sizes in bytes. */
export interface Comparison {
  readonly earlierDigest: string;
  readonly same: boolean;
  readonly added: readonly Sized[];
  readonly removed: readonly Sized[];
  readonly changed: readonly Changed[];
  /** Of the whole mount. */
  readonly bytes: { readonly before: number; readonly after: number };
  /** Bytes that `slim` left out of each, if not the same. */
  readonly leftOut?: { readonly before: number; readonly after: number };
}

interface Sized {
  readonly name: string;
  readonly version: string;
  readonly size: number;
}

interface Changed {
  readonly name: string;
  /** Equal if only the files differ: a build from source, or a wheel of another platform. */
  readonly from: string;
  readonly to: string;
  readonly sizeDifference: number;
}

/**
 * The manifest of `compare-with`; read before anything is built, because the build may replace that file.
 * @throws UserError when it is not one
 */
export function readEarlier({ compareWith }: Options): Manifest | undefined {
  if (compareWith === "") return undefined;
  const hint = "Name the manifest.json of an earlier build.";
  let why = `${compareWith} no longer exists.`;
  try {
    const manifest = readManifest(compareWith);
    if (manifest !== undefined) return manifest;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    why = error.message;
  }
  throw new UserError(`Input compare-with: ${why}`, { file: compareWith, hint });
}

export function compare(earlier: Manifest | undefined, mount: Mount): Comparison | undefined {
  if (earlier === undefined) return undefined;
  const files = [...mount.inventory.files.values()];
  const [before, after] = [byName(earlier.distributions), byName(distributionsOf(mount))];
  const [recordsBefore, recordsAfter] = [recordsIn(earlier.files), recordsIn(files)];
  const isSlimAlone = slimDifference(earlier, mount);
  const changed = [...after.values()].flatMap(({ name, version: to, size }): Changed[] => {
    const old = before.get(name);
    if (old === undefined) return [];
    if (old.version === to && (recordsBefore.get(name) === recordsAfter.get(name) || isSlimAlone(name))) return [];
    return [{ name, from: old.version, to, sizeDifference: size - old.size }];
  });
  const leftOut = { before: earlier.slim?.bytes ?? 0, after: mount.removedByStaging.slim?.bytes ?? 0 };
  return {
    earlierDigest: earlier.mountDigest,
    same: earlier.mountDigest === mountDigest(files),
    added: [...after.values()].filter(({ name }) => !before.has(name)),
    removed: [...before.values()].filter(({ name }) => !after.has(name)),
    changed,
    bytes: { before: bytesOf(earlier.files), after: bytesOf(files) },
    ...(leftOut.before === leftOut.after ? {} : { leftOut }),
  };
}

function byName(distributions: readonly Sized[]): Map<string, Sized> {
  return new Map(distributions.map(({ name, version, size }) => [name, { name, version, size }]));
}

/** Digest of each distribution's RECORD, which covers all of its files. */
function recordsIn(files: readonly Pick<ManifestFile, "path" | "sha256">[]): Map<string, string> {
  const records = files.flatMap(({ path, sha256 }) => {
    const name = /^([^/]+?)-[^/]*\.dist-info\/RECORD$/.exec(path)?.[1];
    return name === undefined ? [] : [[normalisedName(name), sha256] as const];
  });
  return new Map(records);
}

function bytesOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** A section of the summary; `''` without a comparison. */
export function comparisonSection(comparison: Comparison | undefined): string {
  if (comparison === undefined) return "";
  const { added, removed, changed, bytes, leftOut, same } = comparison;
  const title = "### Changes since the earlier mount";
  if (same) return `${title}\n\nNothing changed: the mount digest is the same.`;
  const rows = [
    ...added.map(({ name, version, size }) => `| ${name} | | ${version} | ${signed(size)} |`),
    ...removed.map(({ name, version, size }) => `| ${name} | ${version} | | ${signed(-size)} |`),
    ...changed.map(({ name, from, to, sizeDifference }) => {
      return `| ${name} | ${from} | ${from === to ? `${to}, different files` : to} | ${signed(sizeDifference)} |`;
    }),
  ];
  const counts = `${added.length} added, ${removed.length} removed, ${changed.length} changed`;
  const size = `${humanBytes(bytes.before)} before, ${humanBytes(bytes.after)} now (${signed(bytes.after - bytes.before)})`;
  const table = ["| package | before | now | size |", "|---|---|---|---:|", ...rows].join("\n");
  const slim = leftOut && ` \`slim\` left out ${humanBytes(leftOut.before)} before, ${humanBytes(leftOut.after)} now.`;
  const unchanged = slim ? "No distribution changed otherwise." : "No distribution changed, but other files did.";
  const what = rows.length === 0 ? unchanged : table;
  return `${title}\n\n${plural(rows.length, "distribution")}: ${counts}. ${size}.${slim ?? ""}\n\n${what}`;
}

function signed(bytes: number): string {
  return `${bytes < 0 ? "−" : "+"}${humanBytes(Math.abs(bytes))}`;
}
