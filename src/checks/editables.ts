import { posix } from "node:path";
import type { Distribution } from "../mount/distribution.ts";
import { type Inventory, ownerOf } from "../mount/inventory.ts";
import { LONGEST_PATH } from "../mount/record.ts";
import { about, type Check, type Evidence } from "./check.ts";

/** Editable installs: their code is somewhere else, and the `.pth` file that says where does not run in the container. */

export const editableInstall: Check = {
  id: "I4",
  severity: "error",
  title: "an editable install",
  explanation:
    "A distribution was installed with -e (PEP 660): the mount holds a pointer (`__editable__…`, a `.pth` file, direct_url.json) and the code stays in the source tree, which the container does not have; nor does it process `.pth` files from PYTHONPATH. Its import raises ModuleNotFoundError. Remove the -e, so that the code itself is installed. Never safe to turn off.",
  *find(evidence) {
    const { inventory, requirements } = evidence;
    const told = editables(evidence);
    for (const name of told)
      yield about({ name }, evidence, { message: `${name} is an editable install.`, hint: HINT });
    for (const path of inventory.files.keys()) {
      const owner = ownerOf(path, inventory);
      if (!path.startsWith("__editable__") || (owner && told.has(owner.name))) continue;
      yield { file: path, distribution: owner?.name, message: `${path} points at an editable install.`, hint: HINT };
    }
    for (const requirement of requirements.filter(({ editable, applies }) => editable && applies)) {
      if (requirement.name !== null && told.has(requirement.name)) continue;
      yield { requirement, message: `${requirement.text} is asked for as an editable install.`, hint: HINT };
    }
  },
};

/** Normalised names, by what the installer noted or by what is there. */
function editables({ inventory, stagedAway }: Evidence): Set<string> {
  const noted = Object.entries(stagedAway.directUrls).filter(([, directUrl]) => isEditable(directUrl));
  const found = inventory.distributions.filter(
    (one) => isEditable(parsed(one.texts.get("direct_url.json"))) || isOnlyPointer(one, inventory),
  );
  return new Set([...noted.map(([name]) => name), ...found.map(({ name }) => name)]);
}

/** All that RECORD lists besides metadata is a `.pth` file that leads out, or a finder. */
function isOnlyPointer({ record, directory }: Distribution, { texts }: Inventory): boolean {
  const own = (record ?? []).map(({ path }) => path).filter((path) => !path.startsWith(`${directory}/`));
  const code = own.filter((path) => !/\.pyc$/.test(path) && !path.startsWith("../"));
  const isPointer = (path: string) =>
    path.startsWith("__editable__") || (/^[^/]+\.pth$/.test(path) && pathLines(texts.get(path) ?? "").some(leadsOut));
  return code.length > 0 && code.every(isPointer);
}

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
  *find(evidence) {
    const { inventory } = evidence;
    const told = editables(evidence);
    for (const [path, text] of inventory.texts) {
      const distribution = ownerOf(path, inventory)?.name;
      if (distribution !== undefined && told.has(distribution)) continue; // I4's
      if (/^[^/]+\.egg-link$/.test(path))
        yield { file: path, distribution, message: `${path} links to ${text.split("\n")[0]}.`, hint: HINT };
      if (!/^[^/]+\.pth$/.test(path)) continue;
      for (const line of pathLines(text).filter((one) => leadsOut(one))) {
        yield { file: path, distribution, message: `${path} puts ${line} on the path.`, hint: HINT };
      }
    }
  },
};

/** The lines of a `.pth` file that can be paths: `site` runs lines that start with `import`, and skips comments. */
export function pathLines(text: string): string[] {
  return text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== "" && line.length <= LONGEST_PATH && !/^(#|import[ \t])/.test(line));
}

function leadsOut(path: string): boolean {
  const way = posix.normalize(path.trim().replaceAll("\\", "/"));
  return /^(\/|[A-Za-z]:)/.test(way) || way === ".." || way.startsWith("../");
}
