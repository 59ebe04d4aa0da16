import type { Evidence } from "../../evidence/evidence.ts";
import { someOf } from "../../findings/at-most.ts";
import type { Check, Severity } from "../../findings/check.ts";
import { groupBy } from "../../util/group-by.ts";
import { plural } from "../../util/text.ts";

/** Can the container's user read every file, and can no other user change any? */

export const permissions: Check = {
  id: "H8",
  name: "wrong-permissions",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "file permissions do not suit the container",
  what: "Other users may not read a file or enter a directory, or a file cannot be read even here. Files that everybody may write, or that have setuid or setgid bits, are a warning. Windows is not checked.",
  inContainer:
    "The server runs as another user (`dockeruser`). Where permissions are kept, as in an image or archive, the import fails with PermissionError.",
  fix: "Run `chmod -R u=rwX,go=rX <mount>`. This tool sets 0644 and 0755.",
  waive: "Safe when the upload does not keep permissions.",
  *find(evidence) {
    const groups = groupBy(problems(evidence), ({ what }) => what);
    for (const [what, places] of groups) {
      const paths = places.map(({ path }) => path);
      yield {
        severity: places[0]?.severity ?? "error",
        file: paths[0] === "" ? undefined : paths[0],
        message: `${plural(paths.length, "path")} ${what}: ${someOf(paths.map((path) => path || "the mount itself"))}.`,
        hint: "Run `chmod -R u=rwX,go=rX <mount>`.",
      };
    }
  },
};

interface ModeProblem {
  readonly path: string;
  readonly what: string;
  readonly severity: Severity;
}

function* problems({ inventory }: Evidence): Iterable<ModeProblem> {
  for (const { path, kind } of inventory.oddities) {
    if (kind === "unreadable") yield { path, what: "cannot be read here", severity: "error" };
  }
  if (process.platform === "win32") return;
  for (const [path, mode] of inventory.directories) {
    if ((mode & 0o005) !== 0o005) yield { path, what: "cannot be entered by other users", severity: "error" };
    if ((mode & 0o002) !== 0) yield { path, what: "can be changed by everybody", severity: "warning" };
  }
  for (const { path, mode } of inventory.files.values()) {
    if ((mode & 0o004) === 0) yield { path, what: "cannot be read by other users", severity: "error" };
    if ((mode & 0o002) !== 0) yield { path, what: "can be changed by everybody", severity: "warning" };
    if ((mode & 0o6000) !== 0) yield { path, what: "can run with the rights of the owner", severity: "warning" };
  }
}
