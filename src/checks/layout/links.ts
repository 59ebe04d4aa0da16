import { atMost, someOf } from "../../findings/at-most.ts";
import { about, type Check, type FindingDetails } from "../../findings/check.ts";
import { ownerOf } from "../../mount/inventory/inventory.ts";
import { followLink } from "../../mount/inventory/links.ts";
import { plural } from "../../util/text.ts";

/** Is everything in the mount a regular file or a directory? */

export const symbolicLink: Check = {
  id: "H5",
  name: "symbolic-link",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the mount contains a symbolic link",
  what: "A symbolic link is absolute, leads out of the mount, in a circle or to nothing; its target is not verified. A link to a file in the mount is a warning.",
  inContainer:
    "Azure's client uploads what a link points to and resolves relative links against its own working directory. The file is missing in the container, or is another one.",
  fix: "Replace the link by a copy of its target.",
  waive: "Never as an error.",
  find: (evidence) => {
    const { inventory } = evidence;
    const findings = [...inventory.links.keys()].map((path): FindingDetails => {
      const { inside, unresolved } = followLink(path, inventory);
      const distribution = ownerOf(path, inventory);
      const finding: FindingDetails = {
        severity: inside === undefined ? "error" : "warning",
        file: path,
        message: `${path} is a symbolic link to ${unresolved ?? inventory.links.get(path)}.`,
        hint: "Replace the symbolic link by a copy of its target.",
      };
      return distribution ? about(distribution, evidence, finding) : finding;
    });
    return atMost(findings, (count) => ({ message: `${plural(count, "more symbolic link")}.` }));
  },
};

export const hardLink: Check = {
  id: "H6",
  name: "hard-link",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "files share their content with files outside the mount",
  what: "Files in the mount are hard links, as uv and some caches create them. Their content has a second name elsewhere.",
  inContainer:
    "Nothing fails, because the container gets plain files. But an edit of the file under its other name changes the mount after it was verified, and the other way round.",
  fix: "Copy the mount, or install with `UV_LINK_MODE=copy`, as this tool does.",
  waive: "Safe when the mount is archived right after the build.",
  *find({ inventory }) {
    const linked = [...inventory.files.values()].filter(({ links }) => links > 1).map(({ path }) => path);
    if (linked.length === 0) return;
    yield {
      file: linked[0],
      message: `${plural(linked.length, "file")} of the mount ${linked.length === 1 ? "is a hard link" : "are hard links"}: ${someOf(linked)}.`,
      hint: "Copy the mount, or install with UV_LINK_MODE=copy.",
    };
  },
};

export const specialFile: Check = {
  id: "H7",
  name: "special-file",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the mount contains a device, socket or pipe",
  what: "An entry of the mount is neither a file nor a directory. It was not opened, and no installer creates one.",
  inContainer: "No archive or upload carries it, and opening a pipe can block the start for ever.",
  fix: "Remove it, and find out what created it.",
  waive: "Never.",
  find: ({ inventory }) =>
    inventory.oddities
      .filter(({ kind }) => kind === "device, socket or pipe")
      .map(({ path }) => ({
        file: path,
        message: `${path} is a device, a socket or a pipe.`,
        hint: `Remove ${path}.`,
      })),
};
