import type { RunResult } from "../../host/host.ts";
import type { Origins } from "../packaging/pip-report.ts";
import type { PipSettings } from "../packaging/pip-settings.ts";

/** pip or uv, ready to install for one target and from the package indexes of one job. */
export interface Installer {
  readonly name: "pip" | "uv";
  readonly version: string;
  /** Runs to the end, also when the installation fails. */
  install(environment: TargetEnvironment, wanted: Wanted): Promise<InstallerRun>;
  /**
   * The same packages as lines of a requirements file: exact versions, with hashes where the index gives them.
   * @param frozen `pip freeze` of the environment, after `install`
   */
  pin(environment: TargetEnvironment, frozen: readonly string[]): Promise<string>;
  /**
   * Resolves requirements for the target without installing: lines of a requirements file, with hashes where the index gives
   * them.
   * @throws Error with the installer's reason
   */
  lock(request: ResolveRequest): Promise<string>;
  /** Where the packages of a successful installation came from. */
  origins(run: InstallerRun): Origins;
}

/** A virtual environment that was created empty. */
export interface TargetEnvironment {
  /** Absolute. */
  readonly directory: string;
  /** Path of its interpreter. */
  readonly python: string;
  /** Whether pip compiles modules to bytecode; uv never does. */
  readonly compile: boolean;
}

/** What is to be installed. */
export interface Wanted {
  /** Absolute paths of requirements files. */
  readonly files: readonly string[];
  readonly requireHashes: boolean;
}

/** What is to be resolved. Paths are absolute. */
export interface ResolveRequest {
  readonly files: readonly string[];
  readonly constraints: string | undefined;
  /** A file of lines `name==version`, which may be changed; these versions are kept where possible. */
  readonly previous: string;
  /** Whether no version of the earlier result is kept. */
  readonly upgrade: boolean;
  readonly upgradePackages: readonly string[];
}

export interface InstallerRun extends RunResult {
  readonly installer: Installer["name"];
  readonly version?: string;
  /** The setting of pip, if there is one. */
  readonly keyringProvider?: string | undefined;
}

/** A run with what its error says of the installer. */
export function runOf({ name, version }: Installer, run: RunResult, settings: PipSettings): InstallerRun {
  return { ...run, installer: name, version, keyringProvider: settings["keyring-provider"] };
}

/** The arguments that pip and uv share. */
export function requirementArguments({ files, requireHashes }: Wanted): string[] {
  const named = files.flatMap((file) => ["--requirement", file]);
  return [...(requireHashes ? ["--require-hashes"] : []), ...named];
}
