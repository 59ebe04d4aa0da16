import { posix } from "node:path";
import { ownerOf } from "../mount/inventory.ts";
import type { Answer, Check, Evidence } from "./check.ts";
import { groupBy, someOf } from "./many.ts";

/** Did code of the packages change what is verified, while it ran? */

export const changedByImports: Check = {
  id: "T7",
  severity: "error",
  title: "importing the packages changed the mount",
  explanation:
    "The mount and the rest of its environment directory are compared with a snapshot from before any code of the packages ran: names, sizes, modes, inodes and the time of the last change, and the content where one of these differs. A file or directory is other than it was, or gone: some package changed it while it was imported, or while the smoke test ran. What was verified is not what is there. In the container the code directory belongs to another user, and the same write fails. Remove the package that does this. Never safe to turn off.",
  find: (evidence) => {
    const { changed = [], removed = [] } = evidence.interference ?? {};
    return [...about(changed, "changed", evidence), ...about(removed, "removed", evidence)];
  },
};

export const addedByImports: Check = {
  id: "T8",
  severity: "warning",
  title: "importing the packages wrote files into the mount",
  explanation:
    "Some package writes beside its modules when it is imported or used: a cache of compiled functions, a font list, a log. The files are removed again, and the mount is as it was built. In the container the code directory belongs to another user, and the same write fails, which a package may not survive. Point the cache elsewhere by the package's own setting. Safe to turn off when the package works without its cache.",
  find: (evidence) => about(evidence.interference?.added ?? [], "added", evidence),
};

export const wroteToRunner: Check = {
  id: "T10",
  severity: "error",
  title: "another program wrote to the runner's command files",
  explanation:
    "While this step ran, something wrote to the files by which a step hands outputs, variables, PATH entries and its summary to GitHub's runner. This tool writes them at its very end only, and tells no other program where they are: a package that was built or imported went looking for them. What it wrote was undone. Never safe to turn off: the package tries to take over later steps.",
  *find({ commandFiles = [] }) {
    if (commandFiles.length === 0) return;
    yield {
      message: `The file of ${commandFiles.join(" and of ")} was written to while packages were installed, imported or served.`,
      hint: "Leave out packages one by one to find the one that does this, and remove it.",
    };
  },
};

/** One answer a distribution: its files have one cause. */
function about(
  paths: readonly string[],
  what: "changed" | "removed" | "added",
  { inventory, location, options }: Evidence,
): Answer[] {
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
  changed: "Find the package that writes there, and take another release or remove it.",
  removed: "Find the package that removes it, and take another release or remove it.",
  added: "Set the package's own variable for its cache to a directory below /tmp in the deployment.",
};
