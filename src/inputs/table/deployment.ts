import { MODES, type OptionSpec } from "./option-spec.ts";

/** What is deployed, and where in it the packages are. */
export const DEPLOYMENT = [
  {
    name: "mode",
    kind: "choice",
    choices: MODES,
    default: "preinstalled",
    description:
      "`preinstalled` builds and verifies a directory of packages. `dynamic` verifies that the image can install a requirements file, or a conda file, when the container starts, for prototypes. `lock` resolves the requirements and writes a lock file (`requirements.lock.txt` for `requirements.txt`) with exact versions and hashes beside them. `restore` unpacks a directory of packages from an artifact or archive and verifies it. `verify` verifies a directory of packages that already exists, byte by byte.",
  },
  {
    name: "deployment-file",
    kind: "text",
    default: "",
    description:
      "YAML file of a v2 online deployment. The code directory, scoring script, image and instance type are read from it if their inputs are not set. If the run passes, its `environment_variables` are updated (on the command line only with `--write`).",
  },
  {
    name: "replace-conda-file",
    kind: "boolean",
    default: "false",
    modes: ["preinstalled", "dynamic"],
    description:
      "Whether a `conda_file` in the deployment file is replaced by the inference image that the packages were verified for, if the run passes. While it is there, Azure ML builds an image of its own that ignores the packages (check D2).",
  },
  {
    name: "code-directory",
    kind: "text",
    default: ".",
    defaultText: "from the deployment file, else `.`",
    description: "Directory that the deployment uploads, relative to the workspace.",
  },
  {
    name: "scoring-script",
    kind: "text",
    default: "score.py",
    defaultText: "from the deployment file, else `score.py`",
    description: "Scoring script, relative to the code directory.",
  },
  {
    name: "environment-name",
    kind: "text",
    default: "myenv",
    description: "First part of the library path: the name of the directory that contains the packages.",
  },
  {
    name: "mount-parent",
    kind: "text",
    default: "",
    defaultText: "the scoring directory",
    description:
      "Directory that contains the environment directory, relative to the code directory and inside it. Set it if several scoring scripts share one mount.",
  },
  {
    name: "model-directory",
    kind: "text",
    default: "",
    description:
      "Directory that will be registered as the model, relative to the workspace. The container must have what its files need (checks S3 to S5; without this input, they read the local `model.path` of the deployment file). The scoring script, the mount and the requirements file must not be in it (check H23).",
  },
] as const satisfies readonly OptionSpec[];
