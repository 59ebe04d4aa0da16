/**
 * Whether an image's run script reads `AZUREML_EXTRA_PYTHON_LIB_PATH` and `AZUREML_EXTRA_REQUIREMENTS_TXT`. `no`: it was
 * built without the lines that do, so it ignores them without a message.
 */
export type ReadsVariables = "yes" | "no" | "unknown";

export interface OperatingSystem {
  /** Such as `Ubuntu 20.04`. */
  readonly name: string;
  /** Version of the C library, [major, minor]. */
  readonly glibc: readonly [number, number];
}

/** What something in the catalogue was read from. */
export interface Source {
  readonly label: string;
  /** Of the document or commit, `YYYY-MM-DD`. */
  readonly date: string;
}

/** The facts of an image that have a source. */
export type Fact =
  | "mcrPath"
  | "os"
  | "python"
  | "accelerator"
  | "condaEnvironment"
  | "server"
  | "packages"
  | "readsVariables";

/** A prebuilt inference image. A fact that could not be established is `undefined`, never a guess. */
export interface Image {
  /** Its path in the registry below `azureml/`, such as `curated/minimal-py311-inference`. */
  readonly name: string;
  /** Without tag; with one for an image that the catalogue does not have. */
  readonly mcrPath: string;
  /** Earlier names, and names of curated environments. */
  readonly aliases: readonly string[];
  readonly os: OperatingSystem | undefined;
  readonly glibc: readonly [number, number] | undefined;
  /** Minor version, such as `3.8`. */
  readonly python: string;
  /** Such as `3.8.13`. */
  readonly pythonFull: string | undefined;
  readonly architecture: "x86_64" | "aarch64";
  readonly accelerator: "cpu" | `cuda ${string}`;
  /** `""` for root. */
  readonly user: string;
  /** Root of the conda environment that the server runs in. */
  readonly condaEnvironment: string;
  /** Version of azureml-inference-server-http. */
  readonly server: string | undefined;
  /**
   * What was installed by name beside the server: project name → version specifier, `""` where it has none. Their
   * dependencies and the server's are installed too and are not listed.
   */
  readonly packages: Readonly<Record<string, string>>;
  readonly readsVariables: ReadsVariables;
  /**
   * `supported`: on Microsoft's list of supported images. `current`: not on it, but built and published. `removed`: no
   * longer built, though old tags can still be pulled.
   */
  readonly status: { readonly state: "supported" | "current" | "removed"; readonly date: string };
  /** `AML_APP_ROOT`, if the image sets it. */
  readonly appRoot: string | undefined;
  /** Its run script always names a conda file, the model's, which comes before a requirements file. */
  readonly readsModelCondaFile: boolean;
  readonly sources: Readonly<Partial<Record<Fact, Source>>>;
}
