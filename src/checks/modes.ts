import { plural } from "../text.ts";
import type { Check, Evidence, Severity } from "./check.ts";
import { groupBy, someOf } from "./many.ts";

/** May the container's user read everything, and nobody change it? */

export const permissions: Check = {
  id: "H8",
  severity: "error",
  title: "permissions that do not fit the container",
  explanation:
    "The container runs as another user (`dockeruser`) than the one that built. A file that others may not read, or a directory that others may not enter, as a umask of 077 makes them, ends in PermissionError at import where modes travel: in an image, in an archive. Something that could not be read even here is not proven at all. As a warning: files that everybody may write, or with setuid or setgid bits, which no package needs. This tool sets 0644 and 0755. Run `chmod -R u=rwX,go=rX <mount>`. On Windows nothing is looked at. Safe to turn off where the upload drops modes anyway.",
  *find(evidence) {
    const groups = groupBy(problems(evidence), ({ what }) => what);
    for (const [what, places] of groups) {
      const paths = places.map(({ path }) => path);
      yield {
        severity: places[0]?.severity ?? "error",
        file: paths[0] === "" ? undefined : paths[0],
        message: `${plural(paths.length, "path")} ${what}: ${someOf(paths.map((path) => path || "the mount itself"))}.`,
        hint: "Run: chmod -R u=rwX,go=rX <mount>",
      };
    }
  },
};

interface Problem {
  readonly path: string;
  readonly what: string;
  readonly severity: Severity;
}

function* problems({ inventory }: Evidence): Iterable<Problem> {
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
    if ((mode & 0o6000) !== 0) yield { path, what: "would run as its owner", severity: "warning" };
  }
}
