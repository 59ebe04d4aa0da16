import type { OtherRun } from "../host/host.ts";
import type { Deployment } from "./deployment-file/deployment.ts";
import type { ImageFacts } from "./image-facts.ts";
import type { ImagePackage } from "./image-packages.ts";
import type { RequirementSource } from "./sources/source.ts";
import type { Mode } from "./table.ts";

/** The inputs, read and checked once. Paths are absolute unless noted otherwise. */
export interface Options {
  readonly mode: Mode;
  readonly workspace: string;
  readonly codeDirectory: string;
  readonly scoringScript: string;
  /** Directory of the scoring script: what both variables are relative to. */
  readonly scoringDirectory: string;
  /** What names the packages, in the order in which it is installed; empty if only the input `packages` does. */
  readonly sources: readonly RequirementSource[];
  /** The files of the sources. */
  readonly requirementsFiles: readonly string[];
  readonly packages: readonly string[];
  readonly environmentName: string;
  /** Directory that contains (or will contain) the environment directory. */
  readonly mountParent: string;
  /** As given, or `''`. */
  readonly image: string;
  /** The packages of the image, if a list was given. */
  readonly imagePackages: readonly ImagePackage[] | undefined;
  /** Absolute path of that list, or `''`. */
  readonly imagePackagesFile: string;
  /** What an image told about itself, if a file was given. */
  readonly imageFacts: ImageFacts | undefined;
  /** Absolute path of that file, or `''`. */
  readonly imageFactsFile: string;
  /** A `semver` range or minor version as given, or `''`. */
  readonly pythonVersion: string;
  /** A path as given, `auto` (found, otherwise fetched) or `found`. */
  readonly python: string;
  readonly installer: "auto" | "uv" | "pip";
  readonly requireHashes: "auto" | "true" | "false";
  /** What is left out of the mount. */
  readonly slim: "off" | "on" | "stubs";
  readonly checks: readonly SeverityRule[];
  /** Severity of known vulnerabilities. */
  readonly audit: "off" | "warning" | "error";
  /** Absolute path of a copy of OSV's database, or `''`: then its service is asked. */
  readonly auditDatabase: string;
  /** Directory that will be registered as the model, absolute, or `''`. */
  readonly modelDirectory: string;
  /** Bytes. */
  readonly maxSize: number | undefined;
  readonly cache: CacheMode;
  /** Why it is off or only read, as a sentence; `""` if it is neither. */
  readonly cacheReason: string;
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
  /** The deployment file's content, if one was named. */
  readonly deployment: Deployment | undefined;
  readonly lock: LockOptions;
  /** Whether the deployment's conda file is replaced by an image alone. */
  readonly replaceCondaFile: boolean;
  /** Absolute path of a sample request for the real server, or `''`. */
  readonly smokeTest: string;
  /** Where the packages are run to verify them. */
  readonly evidence: EvidenceKind | "auto";
  readonly engine: "auto" | "docker" | "podman";
  readonly pull: "auto" | "always" | "never";
  /** Of the container that installs the requirements file, in mode `dynamic`. */
  readonly network: "default" | "host" | "none";
  /** As given; else that of the deployment file, if its processors and memory are known; or `''`. */
  readonly instanceType: string;
  /** Whether the report page is written. */
  readonly report: boolean;
  readonly dryRun: boolean;
}

/** How mode `lock` makes the lock file. */
export interface LockOptions {
  readonly check: boolean;
  readonly upgrade: boolean;
  /** Distributions that may get a newer version. */
  readonly upgradePackages: readonly string[];
  /** Absolute path of a freeze to clean, or `''`. */
  readonly from: string;
  /** Whether the freeze is changed. */
  readonly write: boolean;
}

/** Without any of these: the newest artifact of the name in this run. */
export interface RestoreSource {
  /** Absolute path of an archive, of an artifact's zip, or of the directory that one was unpacked to; or `''`. */
  readonly archive: string;
  readonly artifactId: number | undefined;
  readonly otherRun: OtherRun | undefined;
}

/** From the strongest to the weakest: in the image, on this machine in place of it, nowhere. */
export type EvidenceKind = "image" | "simulated" | "files";

export type CacheMode = "read-write" | "read" | "off";

/** Finds a check by its code or name. @throws UserError if there is none */
export type CheckFinder = (codeOrName: string) => { readonly id: string; readonly hasIds?: true };

/** One line of the `checks` input. */
export interface SeverityRule {
  /** Id of the check, also if the line has its name. */
  readonly check: string;
  /** Normalised name; the rule holds for every distribution when absent. */
  readonly distribution: string | undefined;
  /** An id of what was found, such as an advisory's, in capitals; the rule holds for all of the distribution when absent. */
  readonly subject: string | undefined;
  readonly severity: "error" | "warning" | "notice" | "off";
  readonly reason: string;
  /** As it is written, without the reason. */
  readonly text: string;
}
