import { MOUNTING, type OptionSpec } from "./option-spec.ts";

/** How the packages are verified. */
export const VERIFICATION = [
  {
    name: "evidence",
    kind: "choice",
    choices: ["auto", "image", "simulated", "files"],
    default: "auto",
    description:
      "Where the packages are imported and the server is started. `image`: in a container of the image; the step fails if that is not possible. `simulated`: on this machine, with an interpreter of the image's Python version. `files`: nowhere; only files, metadata and dependencies are checked. With `expected-digest`, `files` is enough for a job that deploys: the job that built the mount has imported the same bytes. `auto`: in a container if an engine has the image or, on a hosted runner, can pull it; otherwise `simulated`. With `simulated` and `files`, an image that is not in the catalogue is asked for its facts if an engine has it, which runs none of the packages.",
  },
  {
    name: "engine",
    kind: "choice",
    choices: ["auto", "docker", "podman"],
    default: "auto",
    description: "Container engine. `auto`: Docker, or Podman if Docker does not answer.",
  },
  {
    name: "pull",
    kind: "choice",
    choices: ["auto", "always", "never"],
    default: "auto",
    description:
      "Whether the image is pulled. `auto`: on a hosted runner if the engine does not have it, with a limit of five minutes; elsewhere never. `always`: in every run; an older image of the same name is removed if there is no room for both. `never`: only an image that the engine has is used.",
  },
  {
    name: "network",
    kind: "choice",
    choices: ["default", "host", "none"],
    default: "default",
    modes: ["dynamic"],
    description:
      "Network of the container in which the image installs the requirements file. `default`: the engine's own. `host`: that of this machine, for an index on it. `none`: as for a deployment without access to an index.",
  },
  {
    name: "instance-type",
    kind: "text",
    default: "",
    defaultText: "from the deployment file, if it is known",
    description:
      "Instance type of the deployment, such as `Standard_DS2_v2`: the smoke test in a container gets its processors and memory. A type in the deployment file whose processors and memory are not known limits nothing.",
  },
  {
    name: "smoke-test",
    kind: "text",
    default: "",
    description:
      "File with a sample request: the real inference server is started with the packages and must answer it. A JSON file is posted to /score as it is. A YAML file describes the request (method, path, headers, content type, body or file) and the expected response.",
  },
  {
    name: "checks",
    kind: "lines",
    default: "",
    description:
      "Severity of a check (its code or its name), for all distributions or for one, with a reason, one per line: `P4:opencv-python=warning # no display code used`. After the distribution, M17 also takes the id of an advisory: `M17:pillow:CVE-2023-4863=off # no WebP files`. Severities: `error`, `warning`, `notice`, `off`.",
  },
  {
    name: "audit",
    kind: "choice",
    choices: ["off", "warning", "error"],
    default: "off",
    modes: MOUNTING,
    description:
      "Severity of known vulnerabilities of the packages (checks M17 and M18). Names and versions of all packages are sent to OSV (https://api.osv.dev), also after a cache hit, unless `audit-database` is set. An audit that cannot be completed is a finding of the same severity.",
  },
  {
    name: "audit-database",
    kind: "text",
    default: "",
    modes: MOUNTING,
    description:
      "Copy of OSV's database of PyPI, which is used instead of its service: the file `all.zip` from https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip, or the directory it was unpacked to.",
  },
  {
    name: "max-size",
    kind: "size",
    default: "",
    description: "Maximum size of the mount, such as `500MB`; a larger mount is a finding (check H16).",
  },
  {
    name: "expected-digest",
    kind: "text",
    default: "",
    modes: MOUNTING,
    description:
      "Mount digest (`sha256:…`) that the mount must have. If it differs, the run fails before any code of the packages is run.",
  },
  {
    name: "compare-with",
    kind: "text",
    default: "",
    modes: MOUNTING,
    description:
      "Path of an earlier manifest. The summary and the report then list added, removed and changed distributions and the difference in size.",
  },
] as const satisfies readonly OptionSpec[];
