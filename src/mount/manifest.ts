import { readFileSync } from "node:fs";
import semver from "semver";
import { ExitCode, isSystemError, UserError } from "../errors.ts";
import { mountDigest } from "./digest.ts";
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
}

export type ManifestFile = Pick<MountFile, "path" | "size" | "executable" | "sha256">;

/** JSON with one file per line, so that two manifests can be compared by eye. */
export function formatManifest(manifest: Manifest): string {
  const { files, ...head } = manifest;
  const rows = files.map(({ path, size, executable, sha256 }) =>
    JSON.stringify([path, size, executable ? 1 : 0, sha256]),
  );
  const text = JSON.stringify({ ...head, files: [] }, undefined, 2);
  return `${text.slice(0, text.lastIndexOf("[]"))}[\n    ${rows.join(",\n    ")}\n  ]\n}\n`;
}

/**
 * Reads a manifest and proves that it is whole: its digest is that of its own list.
 * @returns `undefined` where there is none
 * @throws UserError when it cannot be read or was changed by hand
 */
export function readManifest(file: string): Manifest | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const manifest = parse(text, file);
  if (!semver.satisfies(manifest.schema, `^${MANIFEST_SCHEMA}`)) {
    const newer = semver.valid(manifest.schema) && semver.gt(manifest.schema, MANIFEST_SCHEMA);
    throw damaged(file, `has schema ${manifest.schema}, this tool reads ^${MANIFEST_SCHEMA}`, {
      hint: newer ? "Use the version of this tool that built it, or a newer one." : "Build the mount again.",
    });
  }
  if (mountDigest(manifest.files) !== manifest.mountDigest) {
    throw damaged(file, "was changed: its digest is not that of the files it lists", {
      hint: "Build the mount again.",
    });
  }
  return manifest;
}

function parse(text: string, file: string): Manifest {
  try {
    const { files, ...head } = JSON.parse(text) as Omit<Manifest, "files"> & {
      files: [string, number, number, string][];
    };
    const rows = files.map(([path, size, executable, sha256]) => ({
      path,
      size,
      executable: executable === 1,
      sha256,
    }));
    return { ...head, files: rows };
  } catch (error) {
    throw damaged(file, `is not a manifest: ${(error as Error).message}`, {
      hint: "Build the mount again.",
      cause: error,
    });
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
