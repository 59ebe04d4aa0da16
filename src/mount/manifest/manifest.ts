import { readFileSync, statSync } from "node:fs";
import semver from "semver";
import { MANIFEST_SCHEMA } from "../../plan/schema-versions.ts";
import { ExitCode, isSystemError, messageOf, UserError } from "../../util/errors.ts";
import { sha256 } from "../../util/sha256.ts";
import { humanBytes, printable } from "../../util/text.ts";
import type { MountFile } from "../inventory/reader.ts";
import type { RequirementsDigest } from "../provenance.ts";
import type { LeftOut } from "../slim/left-out.ts";
import { mountDigest } from "./digest.ts";
import { FILES, HEAD } from "./shape.ts";

/**
 * Describes a mount, with a hash of every file; it is stored next to the mount and delivered with it.
 * Nothing in it depends on the clock, the machine or the installer: the same requirements and the same facts of an image
 * give the same manifest.
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
    /**
     * Of the image whose facts decided the checks when the mount was built: a container engine had the image, or the input
     * image-facts described it. Absent where the catalogue decided. Where the packages were imported is in the report.
     */
    readonly imageDigest?: string;
    readonly python: string;
    readonly glibc: string;
    readonly architecture: string;
  };
  /** Full version of the interpreter that built the mount. */
  readonly pythonVersion: string;
  readonly bytecode: "unchecked-hash";
  readonly mountDigest: string;
  readonly requirements: readonly ManifestRequirement[];
  /** The files that contain them, so that a checkout with other requirements is detected. */
  readonly requirementsFiles: readonly RequirementsDigest[];
  readonly distributions: readonly ManifestDistribution[];
  /** `pip freeze --all` of the environment that was staged. */
  readonly freeze: readonly string[];
  /** Absent if nothing was to be left out. */
  readonly slim?: LeftOut;
  readonly files: readonly ManifestFile[];
}

export interface ManifestRequirement {
  /** POSIX, relative to the code directory; `null` for the `packages` input. */
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
  /**
   * Files that RECORD listed outside the mount, mostly scripts; paths only, as installers write scripts differently.
   */
  readonly outside: readonly string[];
  readonly directUrl: unknown;
  readonly fromSource: boolean;
  readonly yanked: boolean;
}

export type ManifestFile = Pick<MountFile, "path" | "size" | "executable" | "sha256">;

/** JSON with one file per line, so that two manifests can be compared with diff; the seal detects edits by hand. */
export function formatManifest(manifest: Manifest): string {
  const { files, ...head } = manifest;
  const rows = files.map(({ path, size, executable, sha256 }) =>
    JSON.stringify([path, size, executable ? 1 : 0, sha256]),
  );
  const text = JSON.stringify({ ...head, seal: sealOf(manifest), files: [] }, undefined, 2);
  return `${text.slice(0, text.lastIndexOf("[]"))}[\n    ${rows.join(",\n    ")}\n  ]\n}\n`;
}

/** Digest of everything except the list of files, which the mount digest covers; keys in the order of the file. */
function sealOf({ files: _, ...head }: Manifest): string {
  return `sha256:${sha256(JSON.stringify(head))}`;
}

/**
 * Reads a manifest and verifies that its digest matches its list of files and that it was not edited.
 * @returns `undefined` if there is none
 * @throws UserError when it cannot be read or was changed by hand
 */
export function readManifest(file: string): Manifest | undefined {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_MANIFEST) {
    throw damaged(file, `has ${humanBytes(size)}; the limit is ${humanBytes(LARGEST_MANIFEST)}`, { hint: AGAIN });
  }
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const { seal, manifest } = parse(text, file);
  requireReadable(manifest.schema, file);
  requireShape(manifest, file);
  if (mountDigest(manifest.files) !== manifest.mountDigest) {
    throw damaged(file, "was changed: its digest does not match the files it lists", { hint: AGAIN });
  }
  if (sealOf(manifest) !== seal)
    throw damaged(file, "was edited by hand: its seal does not match its content", { hint: AGAIN });
  return manifest;
}

/** Bytes; the manifest of a mount with a hundred thousand files has about seventeen million. */
export const LARGEST_MANIFEST = 64 * 2 ** 20;

const AGAIN = "Build or restore the mount again.";

/** Checks what other code relies on; above all, the manifest must not choose the location of the mount. */
function requireShape(manifest: Manifest, file: string): void {
  const python = manifest.target?.python;
  const difference =
    HEAD(manifest, "") ??
    (manifest.inside === `lib/python${python}/site-packages` ? undefined : `inside is not that of Python ${python}`);
  if (difference === undefined) return;
  throw damaged(file, `is not the manifest of a mount: ${difference}`, { hint: AGAIN });
}

/** A minor version adds fields that are optional for a reader; a new major version changes their meaning. */
const READABLE_SCHEMAS = `^${semver.major(MANIFEST_SCHEMA)}.0.0`;

function requireReadable(schema: unknown, file: string): void {
  const known = typeof schema === "string" && semver.valid(schema) !== null;
  if (known && semver.satisfies(schema, READABLE_SCHEMAS)) return;
  const newer = known && semver.gt(schema, MANIFEST_SCHEMA);
  const by = known ? `was written by ${newer ? "a newer" : "an older"} version of this tool: it has` : "has";
  throw damaged(file, `${by} schema ${schema}, and this version reads ${READABLE_SCHEMAS}`, {
    hint: newer ? "Use the version of this tool that built the mount, or a newer one." : "Build the mount again.",
  });
}

function parse(text: string, file: string): { seal: unknown; manifest: Manifest } {
  try {
    const { files, seal, ...head } = JSON.parse(text) as Omit<Manifest, "files"> & {
      seal: unknown;
      files: [string, number, number, string][];
    };
    const difference = FILES(files, "files");
    if (difference !== undefined) throw new Error(difference);
    const rows = files.map(([path, size, executable, sha256]) => ({
      path,
      size,
      executable: executable === 1,
      sha256,
    }));
    return { seal, manifest: { ...head, files: rows } };
  } catch (error) {
    throw damaged(file, `is not a manifest: ${printable(messageOf(error))}`, { hint: AGAIN, cause: error });
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
