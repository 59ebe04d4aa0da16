import { BUILDING, MOUNTING, type OptionSpec } from "./option-spec.ts";

/** Where the result is cached, uploaded and written. */
export const DELIVERY = [
  {
    name: "cache",
    kind: "choice",
    choices: ["auto", "read-write", "read", "off"],
    default: "auto",
    modes: BUILDING,
    description:
      "`auto` is `off` for tags, releases, `pull_request_target`, `workflow_run` and self-hosted runners, `read` for pull requests from forks, and otherwise `read-write`.",
  },
  {
    name: "upload",
    kind: "choice",
    choices: ["auto", "true", "false"],
    default: "auto",
    modes: BUILDING,
    description: "Whether to upload the archive as an artifact. `auto`: yes, if the artifact service is available.",
  },
  {
    name: "artifact-name",
    kind: "text",
    default: "",
    defaultText: "`azureml-<code directory>-<environment name>-py<Python version>-x86_64`",
    modes: [...BUILDING, "restore"],
    description:
      "Name of the artifact that is uploaded. In mode `restore`: the newest artifact of this name is restored. The default contains the code directory's path in the repository: `examples--iris` for `examples/iris`.",
  },
  {
    name: "artifact-format",
    kind: "choice",
    choices: ["tar.zst", "tar.gz", "directory"],
    default: "tar.zst",
    modes: BUILDING,
    description:
      "What the artifact contains. `tar.zst` and `tar.gz`: one archive, and beside it the manifest, the lock file and the software bill of materials. `directory`: single files, which is slower and loses file permissions.",
  },
  {
    name: "retention-days",
    kind: "number",
    default: "",
    defaultText: "the repository's setting",
    modes: BUILDING,
    description: "Number of days that GitHub keeps the artifact.",
  },
  {
    name: "output-directory",
    kind: "text",
    default: "",
    defaultText:
      "`$RUNNER_TEMP/azureml-extra-packages/<artifact name>`; on the command line, a directory in the user's cache",
    description:
      "Directory for the archive, a copy of the manifest, the lock file, the software bill of materials and the report. It must not be in the code directory.",
  },
  {
    name: "report",
    kind: "boolean",
    default: "false",
    modes: [...MOUNTING, "dynamic"],
    description:
      "Whether to write `report.html` beside the JSON report: one page without network access, with the findings, the size of every file, who requires what, the path in the container, and what the mount shadows in the image. The action uploads it as an artifact of its own, `<artifact name>-report`.",
  },
  {
    name: "dry-run",
    kind: "boolean",
    default: "false",
    modes: [...BUILDING, "lock"],
    description:
      "Print the plan, including every component of the cache key, and stop. In mode `lock`: print the lock file.",
  },
] as const satisfies readonly OptionSpec[];
