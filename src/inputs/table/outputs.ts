/** Every output, with the values it can have. All are always set; `''` where one does not apply. */
export const OUTPUTS = [
  {
    name: "AZUREML_EXTRA_PYTHON_LIB_PATH",
    description: "Library path: POSIX, relative to the scoring directory. `''` on a failed run.",
  },
  {
    name: "AZUREML_EXTRA_REQUIREMENTS_TXT",
    description:
      "In mode `dynamic`, the requirements file, relative to the scoring directory. `''` in other modes and on a failed run.",
  },
  {
    name: "environment-variables",
    description: "JSON object with every variable that the deployment must set. `''` on a failed run.",
  },
  {
    name: "set-arguments",
    description:
      "The same variables as arguments for `az ml online-deployment create|update --set`. `''` on a failed run.",
  },
  { name: "mount-directory", description: "Absolute path of the directory of packages." },
  { name: "mount-digest", description: "`sha256:…` over every path, executable bit and content of the mount." },
  { name: "manifest-file", description: "Absolute path of the manifest." },
  { name: "lock-file", description: "Absolute path of the requirements file with exact versions and hashes." },
  { name: "archive-file", description: "Absolute path of the archive." },
  { name: "report-file", description: "Absolute path of the JSON report: verdict, findings, counts, sizes, times." },
  { name: "report-page", description: "Absolute path of the report page, if the input `report` is `true`." },
  { name: "artifact-id", description: "Id of the uploaded artifact." },
  { name: "artifact-name", description: "Name of the uploaded artifact." },
  { name: "artifact-url", description: "URL of the uploaded artifact." },
  { name: "artifact-digest", description: "`sha256:…` of the uploaded zip file." },
  { name: "cache-hit", description: "`true` or `false`." },
  { name: "cache-outcome", description: "`hit`, `miss`, `rebuilt` (the cache entry was damaged) or `off`." },
  { name: "python-version", description: "Full version of the interpreter that built and verified the mount." },
  {
    name: "verified",
    description:
      "`image` (imported in a container of the image), `simulated` (imported on this machine in place of the image), `files` (nothing was imported: `evidence: files`, no interpreter of the container's Python version, or a machine of another platform) or `no`.",
  },
  { name: "deployment-file", description: "Absolute path of the deployment file that was updated." },
  {
    name: "error",
    description:
      "What failed, why, and what to do, in one or more lines; of the findings, those of severity `error`. `''` on a passed run.",
  },
] as const;

export type OutputName = (typeof OUTPUTS)[number]["name"];
export type Outputs = Record<OutputName, string>;
