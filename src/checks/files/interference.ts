import { posix } from "node:path";
import type { Evidence } from "../../evidence/evidence.ts";
import { someOf } from "../../findings/at-most.ts";
import type { Check, FindingDetails } from "../../findings/check.ts";
import { ownerOf } from "../../mount/inventory/inventory.ts";
import { groupBy } from "../../util/group-by.ts";

/** Did code of the packages change the verified files while it ran? */

export const changedByImports: Check = {
  id: "T7",
  name: "changed-by-import",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "importing the packages changed the mount",
  what: "After the imports and the smoke test, the environment directory is compared with a snapshot taken before them. A file or directory was changed or removed, so what was verified is not what is there.",
  inContainer: "The code directory belongs to another user, so the same write fails.",
  fix: "Remove the package that writes there, or use another release of it.",
  waive: "Never.",
  find: (evidence) => {
    const { changed = [], removed = [] } = evidence.interference ?? {};
    return [...about(changed, "changed", evidence), ...about(removed, "removed", evidence)];
  },
};

export const addedByImports: Check = {
  id: "T8",
  name: "written-by-import",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "importing the packages wrote files into the mount",
  what: "A package writes a cache, a font list or a log beside its modules when it is imported or used. The files were removed, so the mount is as it was built.",
  inContainer:
    "The code directory belongs to another user, so the same write fails. Not every package works without it.",
  fix: "Move the cache elsewhere with the package's own setting.",
  waive: "Safe when the package works without its cache.",
  find: (evidence) => about(evidence.interference?.added ?? [], "added", evidence),
};

export const wroteToRunner: Check = {
  id: "T10",
  name: "runner-files-written",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "another program wrote to the runner's command files",
  what: "During this step something wrote to the files that pass outputs, variables, PATH entries and the summary to GitHub's runner. This tool tells no program where they are. The change was undone.",
  inContainer: "The package that did it runs there too.",
  fix: "Leave out packages one by one to find the one that does this, and remove it.",
  waive: "Never. The package tries to control later steps.",
  *find({ commandFiles = [] }) {
    if (commandFiles.length === 0) return;
    yield {
      message: `Another program wrote to the file of ${commandFiles.join(" and of ")} while packages were installed, imported or served.`,
      hint: "Leave out packages one by one to find the one that does this, and remove it.",
    };
  },
};

/** One finding per distribution: its files have the same cause. */
function about(
  paths: readonly string[],
  what: "changed" | "removed" | "added",
  { inventory, location, options }: Evidence,
): FindingDetails[] {
  const owners = groupBy(paths, (path) => ownerOf(path, inventory)?.name ?? "");
  return [...owners].map(([name, files]) => {
    const distribution = name === "" ? undefined : name;
    const whose = distribution === undefined ? "" : ` of ${distribution}`;
    const where = what === "added" ? " and removed again" : "";
    const names = files.map((path) =>
      path.startsWith("../") ? posix.join(options.environmentName, location.inside, path) : path,
    );
    return {
      file: files[0],
      distribution,
      message: `${someOf(names)}${whose} ${files.length === 1 ? "was" : "were"} ${what} while packages were imported${where}.`,
      hint: HINTS[what],
    };
  });
}

const HINTS = {
  changed: "Find the package that writes there, and use another release of it or remove it.",
  removed: "Find the package that removes files, and use another release of it or remove it.",
  added: "Set the package's own variable for its cache to a directory below /tmp in the deployment.",
};
