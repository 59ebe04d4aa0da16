import { ownerOf } from "../mount/inventory.ts";
import { about, type Check } from "./check.ts";

/** Editable installs: their code is somewhere else, and the `.pth` file that says where does not run in the container. */

export const editableInstall: Check = {
  id: "I4",
  severity: "error",
  title: "an editable install",
  explanation:
    "A distribution was installed with -e (PEP 660): the mount holds a pointer (`__editable__…`, direct_url.json) and the code stays in the source tree, which the container does not have; nor does it process `.pth` files from PYTHONPATH. Remove the -e. Never safe to turn off.",
  *find(evidence) {
    const { inventory, requirements, stagedAway } = evidence;
    const told = new Set<string>();
    for (const [name, directUrl] of Object.entries(stagedAway.directUrls)) {
      if (isEditable(directUrl)) told.add(name);
    }
    for (const { name, texts } of inventory.distributions) {
      if (isEditable(parsed(texts.get("direct_url.json")))) told.add(name);
    }
    for (const name of told)
      yield about({ name }, evidence, { message: `${name} is an editable install.`, hint: HINT });
    for (const path of inventory.files.keys()) {
      if (!/^(__editable__[^/]*|_[A-Za-z0-9_]+\.pth$)/.test(path)) continue;
      const owner = ownerOf(path, inventory);
      if (owner && told.has(owner.name)) continue;
      yield { file: path, distribution: owner?.name, message: `${path} points at an editable install.`, hint: HINT };
    }
    for (const requirement of requirements.filter(({ editable, applies }) => editable && applies)) {
      if (requirement.name !== null && told.has(requirement.name)) continue;
      yield { requirement, message: `${requirement.text} is asked for as an editable install.`, hint: HINT };
    }
  },
};

const HINT = "Remove the -e, so that the code itself is installed.";

function isEditable(directUrl: unknown): boolean {
  return (directUrl as { dir_info?: { editable?: boolean } } | undefined)?.dir_info?.editable === true;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined; // damaged metadata is M6's
  }
}

export const legacyEditable: Check = {
  id: "I5",
  severity: "error",
  title: "a path file or link points outside the mount",
  explanation:
    "An `.egg-link`, or a line of a `.pth` file that is a path (not code, not a comment), leads out of the mount: the way of old editable installs. The container has no such directory and does not read `.pth` files from PYTHONPATH. Install the distribution itself. Never safe to turn off.",
  *find({ inventory }) {
    for (const [path, text] of inventory.texts) {
      const distribution = ownerOf(path, inventory)?.name;
      if (/^[^/]+\.egg-link$/.test(path))
        yield { file: path, distribution, message: `${path} links to ${text.split("\n")[0]}.` };
      if (!/^[^/]+\.pth$/.test(path)) continue;
      for (const line of pathLines(text).filter((one) => leadsOut(one))) {
        yield { file: path, distribution, message: `${path} puts ${line} on the path.`, hint: HINT };
      }
    }
  },
};

/** The lines of a `.pth` file that are paths: `site` runs lines that start with `import`, and skips comments. */
export function pathLines(text: string): string[] {
  return text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== "" && !line.startsWith("#") && !/^import[ \t]/.test(line));
}

function leadsOut(path: string): boolean {
  return /^([/\\]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes("..");
}
