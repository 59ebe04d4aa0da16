import type { OtherRun } from "../runner/host.ts";
import type { Deployment } from "./deployment.ts";
import type { ImagePackage } from "./image-packages.ts";
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
  /** What the image holds, where a list of it was given. */
  readonly imagePackages: readonly ImagePackage[] | undefined;
  /** A `semver` range or minor version as given, or `''`. */
  readonly pythonVersion: string;
  /** As given, or `''`. */
  readonly python: string;
  readonly installer: "auto" | "uv" | "pip";
  readonly requireHashes: "auto" | "true" | "false";
  readonly checks: readonly SeverityRule[];
  /** Directory that will be registered as the model, absolute, or `''`. */
  readonly modelDirectory: string;
  /** Bytes. */
  readonly maxSize: number | undefined;
  readonly cache: CacheMode;
  readonly upload: boolean;
  /** As given, or `''`: its default needs the target. */
  readonly artifactName: string;
  readonly artifactFormat: "tar.zst" | "tar.gz" | "directory";
  readonly retentionDays: number | undefined;
  readonly expectedDigest: string;
  /** Where mode `restore` takes the mount from. */
  readonly source: RestoreSource;
  /** Absolute path of an earlier manifest, or `''`. */
  readonly compareWith: string;
  /** As given (absolute), or `''`. */
  readonly outputDirectory: string;
  /** What the deployment file says, where one was named. */
  readonly deployment: Deployment | undefined;
  /** Absolute path of a request to try on the real server, or `''`. */
  readonly smokeTest: string;
  /** What is run for the verdict: as much as can be, or nothing of the packages. */
  readonly evidence: "auto" | "files";
  readonly dryRun: boolean;
}

/** Without any of these: the newest artifact of the name in this run. */
export interface RestoreSource {
  /** Absolute path of an archive, of an artifact's zip, or of the directory that one was unpacked to; or `''`. */
  readonly archive: string;
  readonly artifactId: number | undefined;
  readonly otherRun: OtherRun | undefined;
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
