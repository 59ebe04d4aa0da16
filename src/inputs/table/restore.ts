import { type OptionSpec, RESTORING } from "./option-spec.ts";

/** Where mode `restore` takes the packages from. */
export const RESTORE = [
  {
    name: "archive",
    kind: "text",
    default: "",
    modes: RESTORING,
    description:
      "Path of what to restore instead of an artifact: a `mount.tar.zst` or `mount.tar.gz`, the zip file of an artifact, or the directory that it was unpacked to.",
  },
  {
    name: "artifact-id",
    kind: "text",
    default: "",
    modes: RESTORING,
    description: "Id of the artifact to restore, such as the output `artifact-id` of the build.",
  },
  {
    name: "run-id",
    kind: "text",
    default: "",
    defaultText: "this run",
    modes: RESTORING,
    description: "Id of the workflow run that uploaded the artifact. Another run needs `github-token`.",
  },
  {
    name: "repository",
    kind: "text",
    default: "",
    defaultText: "this repository",
    modes: RESTORING,
    description: "Repository of that run, as `owner/name`.",
  },
  {
    name: "github-token",
    kind: "text",
    default: "",
    modes: RESTORING,
    description:
      "Token that may read the artifacts of another run (permission `actions: read`), such as `github.token`. Artifacts of this run need none.",
  },
] as const satisfies readonly OptionSpec[];
