/**
 * Every input, once. Reading, validation, action.yml, the README's tables and the command line's flags come from here.
 */
export interface OptionSpec {
  readonly name: string;
  readonly kind: "text" | "lines" | "choice" | "boolean" | "number" | "size";
  /** The value an empty string stands for; `''` when there is none or when it depends on other things. */
  readonly default: string;
  /** How the README words a default that depends on other things. */
  readonly defaultText?: string;
  readonly choices?: readonly string[];
  /** The modes that read it; every mode when absent. */
  readonly modes?: readonly Mode[];
  readonly description: string;
}

export const MODES = ["preinstalled", "dynamic", "restore", "verify"] as const;
export type Mode = (typeof MODES)[number];

const BUILD: readonly Mode[] = ["preinstalled"];
const INSTALLING: readonly Mode[] = ["preinstalled", "dynamic"];

export const OPTIONS = [
  {
    name: "mode",
    kind: "choice",
    choices: MODES,
    default: "preinstalled",
    description:
      "`preinstalled` builds and proves a directory of packages; `dynamic` proves that the image can install a requirements file at its start, for prototypes; `restore` takes one from an artifact or archive into its place and proves it; `verify` proves one that is already there, byte by byte.",
  },
  {
    name: "code-directory",
    kind: "text",
    default: ".",
    defaultText: "the deployment file's, else `.`",
    description: "What the deployment uploads, relative to the workspace.",
  },
  {
    name: "scoring-script",
    kind: "text",
    default: "score.py",
    defaultText: "the deployment file's, else `score.py`",
    description: "The scoring script, relative to the code directory.",
  },
  {
    name: "requirements",
    kind: "lines",
    default: "",
    defaultText: "`requirements.txt` beside the scoring script",
    modes: INSTALLING,
    description: "Requirements files, one per line, relative to the workspace. Their `-r` and `-c` files are followed.",
  },
  {
    name: "packages",
    kind: "lines",
    default: "",
    modes: INSTALLING,
    description: "Further requirements, one per line, such as `pandas==2.0.3`.",
  },
  {
    name: "environment-name",
    kind: "text",
    default: "myenv",
    description: "First part of the library path: the directory that holds the packages.",
  },
  {
    name: "mount-parent",
    kind: "text",
    default: "",
    defaultText: "the scoring directory",
    description:
      "Where the environment directory stands, relative to the code directory and inside it: one mount for several scoring scripts.",
  },
  {
    name: "image",
    kind: "text",
    default: "",
    defaultText: "the deployment file's",
    description:
      "The prebuilt inference image of the deployment: a name of the catalogue (`images` lists it) or its path in the registry. It decides the Python version and the glibc that packages may need.",
  },
  {
    name: "image-packages",
    kind: "text",
    default: "",
    description:
      "A file with what `pip inspect` or `pip freeze` says in the deployment's image, relative to the workspace: for an image that the catalogue does not know, or to prove against exactly what it holds.",
  },
  {
    name: "python-version",
    kind: "text",
    default: "",
    defaultText: "the image's, else `3.8`",
    description: "Minor version or range of the container's Python.",
  },
  {
    name: "python",
    kind: "text",
    default: "",
    defaultText: "found on the machine",
    description: "Path of the interpreter to build and prove with.",
  },
  {
    name: "installer",
    kind: "choice",
    choices: ["auto", "uv", "pip"],
    default: "auto",
    modes: BUILD,
    description: "`auto` takes uv where it can be had, else pip; the log says which and why.",
  },
  {
    name: "require-hashes",
    kind: "choice",
    choices: ["auto", "true", "false"],
    default: "auto",
    modes: BUILD,
    description: "Refuse a requirement without a hash; `auto` does when any requirement has one.",
  },
  {
    name: "evidence",
    kind: "choice",
    choices: ["auto", "files"],
    default: "auto",
    modes: ["preinstalled", "restore", "verify"],
    description:
      "What is run for the verdict. `auto`: an interpreter of the target imports the packages. `files`: nothing of the packages is run; files, metadata and dependencies are verified. With `expected-digest`, a job that deploys needs no more: the job that built the mount has tried the imports of the same bytes.",
  },
  {
    name: "checks",
    kind: "lines",
    default: "",
    description:
      "Severity per check, optionally per distribution, with a reason: `P4:opencv-python=warning # no display code used`. Severities: `error`, `warning`, `notice`, `off`.",
  },
  {
    name: "model-directory",
    kind: "text",
    default: "",
    description:
      "What will be registered as the model, relative to the workspace; scoring script, mount and requirements file must not be in it (H23).",
  },
  {
    name: "max-size",
    kind: "size",
    default: "",
    description: "Budget of the mount, such as `500MB`; a larger one is a finding (H16).",
  },
  {
    name: "cache",
    kind: "choice",
    choices: ["auto", "read-write", "read", "off"],
    default: "auto",
    modes: BUILD,
    description:
      "`auto` is off for tags, releases, `pull_request_target`, `workflow_run` and self-hosted runners, `read` on pull requests from forks, else `read-write`.",
  },
  {
    name: "upload",
    kind: "choice",
    choices: ["auto", "true", "false"],
    default: "auto",
    modes: BUILD,
    description: "Upload the archive as an artifact; `auto` does where the artifact service is there.",
  },
  {
    name: "artifact-name",
    kind: "text",
    default: "",
    defaultText: "`azureml-<code directory>-<environment name>-py<Python version>-x86_64`",
    modes: [...BUILD, "restore"],
    description: "Name of the artifact to upload, or to restore from: the newest of that name.",
  },
  {
    name: "artifact-format",
    kind: "choice",
    choices: ["tar.zst", "tar.gz", "directory"],
    default: "tar.zst",
    modes: BUILD,
    description:
      "What the artifact holds: one archive beside manifest, lock and bill of materials, or the loose files (slower, and modes are lost).",
  },
  {
    name: "retention-days",
    kind: "number",
    default: "",
    defaultText: "the repository's",
    modes: BUILD,
    description: "How long GitHub keeps the artifact.",
  },
  {
    name: "expected-digest",
    kind: "text",
    default: "",
    modes: ["preinstalled", "restore", "verify"],
    description: "Mount digest (`sha256:…`) that must be found; another is an error, before anything of it is run.",
  },
  {
    name: "artifact-id",
    kind: "text",
    default: "",
    modes: ["restore"],
    description: "Id of the artifact to restore from, such as the output `artifact-id` of the build.",
  },
  {
    name: "run-id",
    kind: "text",
    default: "",
    defaultText: "this run",
    modes: ["restore"],
    description: "The run that uploaded the artifact, when it is another one; wants `github-token`.",
  },
  {
    name: "repository",
    kind: "text",
    default: "",
    defaultText: "this repository",
    modes: ["restore"],
    description: "The repository of that run, `owner/name`.",
  },
  {
    name: "github-token",
    kind: "text",
    default: "",
    modes: ["restore"],
    description:
      "Token that may read the artifacts of another run (`actions: read`), for example `github.token`; this run needs none.",
  },
  {
    name: "archive",
    kind: "text",
    default: "",
    modes: ["restore"],
    description:
      "Instead of an artifact: path of a `mount.tar.zst` or `mount.tar.gz`, of an artifact's zip, or of the directory that it was unpacked to.",
  },
  {
    name: "compare-with",
    kind: "text",
    default: "",
    modes: ["preinstalled", "restore", "verify"],
    description:
      "Path of an earlier manifest: added, removed and changed distributions and the difference in size are shown in summary and report.",
  },
  {
    name: "deployment-file",
    kind: "text",
    default: "",
    description:
      "YAML of a v2 online deployment: code directory, scoring script and image come from it where they are not given, and on a green run its `environment_variables` are brought up to date (on the command line with `--write`).",
  },
  {
    name: "smoke-test",
    kind: "text",
    default: "",
    description:
      "JSON file with a sample request: the real inference server is started with the packages and must answer it.",
  },
  {
    name: "output-directory",
    kind: "text",
    default: "",
    defaultText: "`$RUNNER_TEMP/azureml-extra-packages/<artifact name>`, on the command line the user's cache",
    description:
      "Where archive, manifest copy, lock, bill of materials and report are written; never in the code directory.",
  },
  {
    name: "dry-run",
    kind: "boolean",
    default: "false",
    modes: BUILD,
    description: "Print the plan, with each ingredient of the cache key, and stop.",
  },
] as const satisfies readonly OptionSpec[];

export type OptionName = (typeof OPTIONS)[number]["name"];

/** Raw values by option name; an absent or empty one stands for the default. */
export type RawOptions = Readonly<Partial<Record<string, string>>>;

/** Every output, with the values it can have. All are always set; `''` where one does not apply. */
export const OUTPUTS = [
  {
    name: "AZUREML_EXTRA_PYTHON_LIB_PATH",
    description: "The library path: POSIX, relative to the scoring directory. `''` on a red run.",
  },
  {
    name: "AZUREML_EXTRA_REQUIREMENTS_TXT",
    description:
      "The requirements file, relative to the scoring directory, in mode `dynamic`. `''` in other modes and on a red run.",
  },
  {
    name: "environment-variables",
    description: "JSON object of every variable the deployment needs. `''` on a red run.",
  },
  {
    name: "set-arguments",
    description: "The same as arguments for `az ml online-deployment create|update --set`. `''` on a red run.",
  },
  { name: "mount-directory", description: "Absolute path of the directory of packages." },
  { name: "mount-digest", description: "`sha256:…` over every path, executable bit and content of the mount." },
  { name: "manifest-file", description: "Absolute path of the manifest." },
  { name: "lock-file", description: "Absolute path of the requirements file with exact versions and hashes." },
  { name: "archive-file", description: "Absolute path of the archive." },
  { name: "report-file", description: "Absolute path of the JSON report: verdict, findings, counts, sizes, times." },
  { name: "artifact-id", description: "Id of the uploaded artifact." },
  { name: "artifact-name", description: "Name of the uploaded artifact." },
  { name: "artifact-url", description: "Address of the uploaded artifact." },
  { name: "artifact-digest", description: "`sha256:…` of the uploaded zip." },
  { name: "cache-hit", description: "`true` or `false`." },
  { name: "cache-outcome", description: "`hit`, `miss`, `rebuilt` (the entry was damaged) or `off`." },
  { name: "python-version", description: "Full version of the interpreter that built and proved the mount." },
  {
    name: "verified",
    description:
      "`full`, `files` (imports were not tried: `evidence: files`, or no interpreter of the target) or `no`.",
  },
  {
    name: "deployment-file",
    description: "Absolute path of the deployment file that was brought up to date.",
  },
  {
    name: "error",
    description:
      "What failed, why, and what to do, in one or more lines; of findings, those of severity `error`. `''` on a green run.",
  },
] as const;

export type OutputName = (typeof OUTPUTS)[number]["name"];
export type Outputs = Record<OutputName, string>;
