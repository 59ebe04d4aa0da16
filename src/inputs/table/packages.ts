import { BUILDING, INSTALLING, type OptionSpec } from "./option-spec.ts";

/** Which packages are installed, and how. */
export const PACKAGES = [
  {
    name: "requirements",
    kind: "lines",
    default: "",
    defaultText:
      "the deployment file's `conda_file`, else `requirements.txt` beside the scoring script, else the one conda file there",
    modes: INSTALLING,
    description:
      "Files that name the packages, one per line, relative to the workspace: requirements files, conda environments, `pyproject.toml` (`pyproject.toml[extra]`, `pyproject.toml:group`), `pylock.toml`, `uv.lock`, the directory of an MLflow model. Files that they include with `-r` and `-c` are read too.",
  },
  {
    name: "packages",
    kind: "lines",
    default: "",
    modes: INSTALLING,
    description: "Additional requirements, one per line, such as `pandas==2.0.3`.",
  },
  {
    name: "installer",
    kind: "choice",
    choices: ["auto", "uv", "pip"],
    default: "auto",
    modes: [...BUILDING, "lock"],
    description: "`auto` uses uv if available, otherwise pip; the log says which one and why.",
  },
  {
    name: "require-hashes",
    kind: "choice",
    choices: ["auto", "true", "false"],
    default: "auto",
    modes: BUILDING,
    description: "Whether every requirement must have a hash. `auto`: yes, if any requirement has one.",
  },
  {
    name: "slim",
    kind: "choice",
    choices: ["off", "on", "stubs"],
    default: "off",
    modes: BUILDING,
    description:
      "`on` leaves out of the mount what no import reaches: test directories, examples and documentation of packages, headers, static libraries, sources of compiled modules. What other code names stays. `stubs` leaves out type stubs as well.",
  },
] as const satisfies readonly OptionSpec[];
