/** The services that keep what a run makes. */

/** Stores directories under keys; never throws. */
export interface Cache {
  /** Fills `directory` (absolute, empty) with what was saved under `key`. */
  restore(key: string, directory: string): Promise<"found" | "absent" | "unusable" | "failed">;
  /**
   * The key of the newest entry that begins with the first of the prefixes, else with the second, and so on; nothing else of
   * the entry is read. `undefined` as well if the service does not answer.
   */
  similar(prefixes: readonly string[]): Promise<string | undefined>;
  /**
   * Finds what was saved under `key`, beside other work that does not wait for it. Nothing is reported, and a failure has no
   * effect on what the cache is asked for later.
   * @param directory absolute, empty: for a copy, if one is needed
   * @param end gives it up
   * @returns the directory with the files, which are only to be read
   */
  borrow(key: string, directory: string, end: AbortSignal): Promise<string | undefined>;
  /** Saves the files of `directory` under `key`. @returns why that failed, which is in the log, or `undefined` */
  save(key: string, directory: string): Promise<string | undefined>;
}

export interface Artifacts {
  /** @throws UserError if the service refuses the upload */
  upload(name: string, files: readonly string[], root: string, options: UploadOptions): Promise<Artifact>;
  /**
   * Saves the artifact's zip file, as the service has it, in `directory` (absolute, empty).
   * @throws UserError if there is none, or if its bytes are not those that were uploaded
   */
  download(wanted: WantedArtifact, directory: string): Promise<{ readonly artifact: Artifact; readonly file: string }>;
}

export interface WantedArtifact {
  /** The newest of this name, unless an id is given; `''` for any. */
  readonly name: string;
  readonly id: number | undefined;
  /** Absent for the artifacts of this run. */
  readonly otherRun: OtherRun | undefined;
}

export interface OtherRun {
  readonly runId: number;
  readonly owner: string;
  readonly repository: string;
  /** A secret. */
  readonly token: string;
}

export interface UploadOptions {
  readonly retentionDays: number | undefined;
  /** zlib level 0 to 9. */
  readonly compressionLevel: number;
}

export interface Artifact {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly digest: string;
}
