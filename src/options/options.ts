import type { Mode } from "./table.ts";

/** The inputs, read and checked once. Paths are absolute unless said otherwise. */
export interface Options {
  readonly mode: Mode;
  readonly workspace: string;
  readonly codeDirectory: string;
  readonly scoringScript: string;
  /** Directory of the scoring script: what both variables are relative to. */
  readonly scoringDirectory: string;
  /** Requirements files; the default one is absent when only `packages` are asked for. */
  readonly requirementsFiles: readonly string[];
  readonly packages: readonly string[];
  readonly environmentName: string;
  /** Directory that holds (or will hold) the environment directory. */
  readonly mountParent: string;
  /** As given, or `''`. */
  readonly image: string;
  /** A `semver` range or minor version as given, or `''`. */
  readonly pythonVersion: string;
  /** As given, or `''`. */
  readonly python: string;
  readonly installer: "auto" | "uv" | "pip";
  readonly requireHashes: "auto" | "true" | "false";
  readonly checks: readonly SeverityRule[];
  /** Bytes. */
  readonly maxSize: number | undefined;
  readonly cache: CacheMode;
  readonly upload: boolean;
  /** As given, or `''`: its default needs the target. */
  readonly artifactName: string;
  readonly artifactFormat: "tar.zst" | "tar.gz" | "directory";
  readonly retentionDays: number | undefined;
  readonly expectedDigest: string;
  /** As given (absolute), or `''`. */
  readonly outputDirectory: string;
  readonly dryRun: boolean;
}

export type CacheMode = "read-write" | "read" | "off";

/** One line of the `checks` input. */
export interface SeverityRule {
  readonly check: string;
  /** Normalised name; the rule holds for every distribution when absent. */
  readonly distribution: string | undefined;
  readonly severity: "error" | "warning" | "notice" | "off";
  readonly reason: string;
}
