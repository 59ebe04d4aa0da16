import { posix } from "node:path";
import type { Evidence } from "../../evidence/evidence.ts";
import { pathLines } from "../../evidence/importable/path-folders.ts";
import { about, type Check } from "../../findings/check.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import { type Inventory, ownerOf } from "../../mount/inventory/inventory.ts";

/** Editable installs: their code is elsewhere, and the `.pth` file that refers to it is not run in the container. */

export const editableInstall: Check = {
  id: "I4",
  name: "editable-install",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "a distribution is an editable install",
  what: "A distribution was installed with `-e` (PEP 660). The mount contains only a pointer to the source tree.",
  inContainer:
    "The source tree does not exist, and `.pth` files on PYTHONPATH are not processed. The import raises ModuleNotFoundError.",
  fix: "Remove the `-e`, so that the code itself is installed.",
  waive: "Never.",
  *find(evidence) {
    const { inventory, requirements } = evidence;
    const reported = editables(evidence);
    for (const name of reported)
      yield about({ name }, evidence, { message: `${name} is an editable install.`, hint: HINT });
    for (const path of inventory.files.keys()) {
      const owner = ownerOf(path, inventory);
      if (!path.startsWith("__editable__") || (owner && reported.has(owner.name))) continue;
      yield { file: path, distribution: owner?.name, message: `${path} points to an editable install.`, hint: HINT };
    }
    for (const requirement of requirements.filter(({ editable, applies }) => editable && applies)) {
      if (requirement.name !== null && reported.has(requirement.name)) continue;
      yield { requirement, message: `${requirement.text} is requested as an editable install.`, hint: HINT };
    }
  },
};

/** Normalised names, from the installer's records or from the files. */
function editables({ inventory, removedByStaging }: Evidence): Set<string> {
  const noted = Object.entries(removedByStaging.directUrls).filter(([, directUrl]) => isEditable(directUrl));
  const found = inventory.distributions.filter(
    (one) => isEditable(parsed(one.texts.get("direct_url.json"))) || isOnlyPointer(one, inventory),
  );
  return new Set([...noted.map(([name]) => name), ...found.map(({ name }) => name)]);
}

/** Besides metadata, RECORD lists only a `.pth` file with a path outside the mount, or a finder. */
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
    return undefined; // M6 reports damaged metadata
  }
}

export const legacyEditable: Check = {
  id: "I5",
  name: "path-outside-mount",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "a path file or link leads out of the mount",
  what: "An `.egg-link` file, or a path in a `.pth` file, leads out of the mount. Older editable installs leave them.",
  inContainer: "The directory does not exist there, and `.pth` files on PYTHONPATH are not processed.",
  fix: "Install the distribution itself, without `-e`.",
  waive: "Never.",
  *find(evidence) {
    const { inventory } = evidence;
    const reported = editables(evidence);
    for (const [path, text] of inventory.texts) {
      const distribution = ownerOf(path, inventory)?.name;
      if (distribution !== undefined && reported.has(distribution)) continue; // I4 reports it
      if (/^[^/]+\.egg-link$/.test(path))
        yield {
          file: path,
          distribution,
          message: `${path} points out of the mount, to ${text.split("\n")[0]}.`,
          hint: HINT,
        };
      if (!/^[^/]+\.pth$/.test(path)) continue;
      for (const line of pathLines(text).filter((one) => leadsOut(one))) {
        yield {
          file: path,
          distribution,
          message: `${path} adds ${line}, which is outside the mount, to the path.`,
          hint: HINT,
        };
      }
    }
  },
};

function leadsOut(path: string): boolean {
  const way = posix.normalize(path.trim().replaceAll("\\", "/"));
  return /^(\/|[A-Za-z]:)/.test(way) || way === ".." || way.startsWith("../");
}
