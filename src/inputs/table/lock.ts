import { LOCKING, type OptionSpec } from "./option-spec.ts";

/** How the lock file is made. */
export const LOCK = [
  {
    name: "check",
    kind: "boolean",
    default: "false",
    modes: LOCKING,
    description: "Whether the lock file is only compared with what would be written; a difference fails the step.",
  },
  {
    name: "upgrade",
    kind: "boolean",
    default: "false",
    modes: LOCKING,
    description:
      "Whether every distribution may get a newer version. Otherwise a version of the present lock file is kept.",
  },
  {
    name: "upgrade-package",
    kind: "lines",
    default: "",
    modes: LOCKING,
    description: "Distributions that may get a newer version, one per line.",
  },
  {
    name: "from",
    kind: "text",
    default: "",
    modes: LOCKING,
    description:
      "What `pip freeze` wrote on another machine, in place of the requirements. Lines that no image can install are shown with what to write instead; on the command line, `--write` changes them in the file, and then locks it.",
  },
] as const satisfies readonly OptionSpec[];
