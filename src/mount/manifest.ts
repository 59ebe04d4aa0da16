import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import semver from "semver";
import { ExitCode, isSystemError, messageOf, UserError } from "../errors.ts";
import { mountDigest } from "./digest.ts";
import type { RequirementsDigest } from "./provenance.ts";
import type { MountFile } from "./reader.ts";

/** The manifest's own version: a new major one cannot be read by older tools. */
export const MANIFEST_SCHEMA = "1.0.0";

/**
 * Says what a mount is and hashes every file of it; stands beside the mount and travels with it.
 * It holds nothing that hangs on the clock, the machine or the installer: the same requirements give the same manifest.
 */
export interface Manifest {
  readonly schema: string;
  readonly tool: string;
  readonly environmentName: string;
  /** The mount, relative to the environment directory. */
  readonly inside: string;
  readonly libraryPath: string;
  readonly target: {
    readonly image: string;
    readonly python: string;
    readonly glibc: string;
    readonly architecture: string;
  };
  /** Full version of the interpreter that built. */
  readonly pythonVersion: string;
  readonly bytecode: "unchecked-hash";
  readonly mountDigest: string;
  readonly requirements: readonly ManifestRequirement[];
  /** The files that hold them, so that another checkout is noticed. */
  readonly requirementsFiles: readonly RequirementsDigest[];
  readonly distributions: readonly ManifestDistribution[];
  /** `pip freeze --all` of the environment that was staged. */
  readonly freeze: readonly string[];
  readonly files: readonly ManifestFile[];
}

export interface ManifestRequirement {
  /** POSIX, relative to the code directory where it is inside; `null` for the `packages` input. */
  readonly file: string | null;
  readonly line: number;
  readonly text: string;
  readonly name: string | null;
  readonly extras: readonly string[];
  readonly specifier: string;
  readonly constraint: boolean;
  readonly editable: boolean;
  readonly applies: boolean;
  readonly pinned: boolean;
}

export interface ManifestDistribution {
  readonly name: string;
  readonly version: string;
  /** Bytes and number of the files it owns, bytecode included. */
  readonly size: number;
  readonly files: number;
  /** Files that RECORD listed outside the mount, scripts mostly; paths alone, as installers write scripts differently. */
  readonly outside: readonly string[];
  readonly directUrl: unknown;
  readonly fromSource: boolean;
  readonly yanked: boolean;
}

export type ManifestFile = Pick<MountFile, "path" | "size" | "executable" | "sha256">;

/** JSON with one file per line, so that two manifests can be compared by eye; sealed against edits by hand. */
export function formatManifest(manifest: Manifest): string {
  const { files, ...head } = manifest;
  const rows = files.map(({ path, size, executable, sha256 }) =>
    JSON.stringify([path, size, executable ? 1 : 0, sha256]),
  );
  const text = JSON.stringify({ ...head, seal: sealOf(manifest), files: [] }, undefined, 2);
  return `${text.slice(0, text.lastIndexOf("[]"))}[\n    ${rows.join(",\n    ")}\n  ]\n}\n`;
}

/** Over everything that the list of files, which the mount digest covers, is not; key order is the file's own. */
function sealOf({ files: _, ...head }: Manifest): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(head)).digest("hex")}`;
}

/**
 * Reads a manifest and proves that it is whole: its digest is that of its own list, and nobody edited it.
 * @returns `undefined` where there is none
 * @throws UserError when it cannot be read or was changed by hand
 */
export function readManifest(file: string): Manifest | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const { seal, manifest } = parse(text, file);
  requireReadable(manifest.schema, file);
  requireShape(manifest, file);
  if (mountDigest(manifest.files) !== manifest.mountDigest) {
    throw damaged(file, "was changed: its digest is not that of the files it lists", { hint: AGAIN });
  }
  if (sealOf(manifest) !== seal) throw damaged(file, "was changed by hand: its seal is broken", { hint: AGAIN });
  return manifest;
}

const AGAIN = "Build or restore the mount again.";

/** What the rest takes for granted; the place of the mount, above all, is not the manifest's to choose. */
function requireShape({ target, inside, ...lists }: Manifest, file: string): void {
  const python = target?.python;
  const { requirements, requirementsFiles, distributions, freeze } = lists;
  const whole = [requirements, requirementsFiles, distributions, freeze].every(Array.isArray);
  if (whole && /^3\.[0-9]+$/.test(python) && inside === `lib/python${python}/site-packages`) return;
  throw damaged(file, "is not the manifest of a mount", { hint: AGAIN });
}

/** A newer minor version adds what an older tool may leave unread; a major one changes meanings. */
function requireReadable(schema: unknown, file: string): void {
  const known = typeof schema === "string" && semver.valid(schema) !== null;
  if (known && semver.satisfies(schema, `^${MANIFEST_SCHEMA}`)) return;
  const newer = known && semver.gt(schema, MANIFEST_SCHEMA);
  const by = known ? `was written by ${newer ? "a newer" : "an older"} version of this tool: it has` : "has";
  throw damaged(file, `${by} schema ${schema}, and this version reads ^${MANIFEST_SCHEMA}`, {
    hint: newer ? "Use the version of this tool that built the mount, or a newer one." : "Build the mount again.",
  });
}

function parse(text: string, file: string): { seal: unknown; manifest: Manifest } {
  try {
    const { files, seal, ...head } = JSON.parse(text) as Omit<Manifest, "files"> & {
      seal: unknown;
      files: [string, number, number, string][];
    };
    if (!Array.isArray(files)) throw new Error("it lists no files");
    const rows = files.map(([path, size, executable, sha256]) => ({
      path,
      size,
      executable: executable === 1,
      sha256,
    }));
    return { seal, manifest: { ...head, files: rows } };
  } catch (error) {
    throw damaged(file, `is not a manifest: ${messageOf(error)}`, { hint: AGAIN, cause: error });
  }
}

function damaged(file: string, why: string, details: { hint: string; cause?: unknown }): UserError {
  return new UserError(`${file} ${why}.`, { file, exitCode: ExitCode.findings, ...details });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}
