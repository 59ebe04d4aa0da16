import { someOf } from "../../findings/at-most.ts";
import type { Check } from "../../findings/check.ts";
import type { BytecodeHeader } from "../../mount/inventory/content-scan.ts";
import { type Inventory, sourceOfBytecode } from "../../mount/inventory/inventory.ts";
import { groupBy } from "../../util/group-by.ts";
import { plural } from "../../util/text.ts";

/** Does the container use the bytecode? (PEP 3147, PEP 552) */

/** CPython's magic number of each minor version's releases (Lib/importlib/_bootstrap_external.py). */
const MAGIC: Readonly<Record<string, number>> = {
  "3.7": 3394,
  "3.8": 3413,
  "3.9": 3425,
  "3.10": 3439,
  "3.11": 3495,
  "3.12": 3531,
  "3.13": 3571,
};

/** Paths of the files in `__pycache__`, with the tag in their names (`cpython-38`) and their source. */
function* cached({ bytecode }: Inventory) {
  for (const [path, header] of bytecode) {
    const source = sourceOfBytecode(path);
    const tag = /\.([^./]+)(?:\.opt-[12])?\.pyc$/.exec(path)?.[1];
    if (source !== undefined && tag !== undefined) yield { path, header, source, tag };
  }
}

function tagOf(minor: string): string {
  return `cpython-${minor.replace(".", "")}`;
}

export const staleBytecode: Check = {
  id: "H13",
  name: "stale-bytecode",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "the container will not use the bytecode",
  what: "The bytecode has the magic number of another Python, or depends on the time or size of its source. Uploads, artifacts and archives change times.",
  inContainer:
    "Nothing fails, but every start compiles all modules again, because the container's user cannot write bytecode. That took 3.8 to 5.1 seconds instead of 1.1 to 1.4 in our measurements.",
  fix: "Build with this tool, or run `python3.8 -m compileall -f --invalidation-mode unchecked-hash <mount>` with the target's Python.",
  waive: "Safe when a slow start is acceptable.",
  *find({ inventory, target }) {
    const own = [...cached(inventory)].filter(({ tag }) => tag === tagOf(target.python));
    const groups = groupBy(own, ({ header, source }) => whyStale(header, inventory.files.get(source), target.python));
    for (const [why, files] of groups) {
      yield {
        file: files[0]?.path,
        message: `The container does not use ${plural(files.length, "bytecode file")}: ${why}.`,
        hint: `Run \`python${target.python} -m compileall -q -f --invalidation-mode unchecked-hash <mount>\`.`,
      };
    }
  },
};

function whyStale(
  { magic, flags, modified, size }: BytecodeHeader,
  source: { readonly size: number; readonly modified: number } | undefined,
  minor: string,
): string | undefined {
  if (source === undefined) return undefined; // H14
  if (magic === undefined || flags === undefined || size === undefined) return "the header is damaged";
  if (MAGIC[minor] !== undefined && magic !== MAGIC[minor]) return "the magic number is another Python's";
  if (flags === 0b01 || flags === 0b11) return undefined;
  if (flags !== 0) return "the header is damaged";
  if (size !== source.size % 2 ** 32) return "the source has a different size";
  if (modified !== source.modified % 2 ** 32) return "the source has a different time";
  return "validity depends on the source's time, which uploads and archives change";
}

export const orphanBytecode: Check = {
  id: "H14",
  name: "orphan-bytecode",
  severity: "notice",
  modes: ["preinstalled", "restore", "verify"],
  title: "bytecode has no source",
  what: "A `.pyc` file has no `.py` file beside it, and no RECORD lists it.",
  inContainer:
    "In `__pycache__` it is ignored and only takes space. Elsewhere it is imported as a module, so code without readable source runs.",
  fix: "Remove the file, or build into an empty directory.",
  waive: "Safe for bytecode that you ship on purpose.",
  *find({ inventory }) {
    const { files, owners } = inventory;
    const ignored = [...cached(inventory)].filter(({ path, source }) => !files.has(source) && !owners.has(path));
    if (ignored.length > 0) {
      const paths = ignored.map(({ path }) => path);
      yield {
        file: paths[0],
        message: `${plural(paths.length, "bytecode file")} ${paths.length === 1 ? "has" : "have"} no source: ${someOf(paths)}.`,
      };
    }
    for (const path of inventory.bytecode.keys()) {
      if (sourceOfBytecode(path) !== undefined || owners.has(path) || files.has(path.slice(0, -1))) continue;
      yield { file: path, message: `${path} has no source, but is imported as a module.`, hint: `Remove ${path}.` };
    }
  },
};

export const otherBytecode: Check = {
  id: "H15",
  name: "other-python-bytecode",
  severity: "notice",
  modes: ["preinstalled", "restore", "verify"],
  title: "bytecode is for another Python",
  what: "`__pycache__` contains bytecode with the tag of another Python, because another interpreter ran or compiled the modules.",
  inContainer: "Nothing fails. The files are downloaded but never read, and the target's own bytecode may be missing.",
  fix: "Remove the files, or build again with this tool.",
  waive: "Safe.",
  *find({ inventory, target }) {
    const others = [...cached(inventory)].filter(({ tag }) => tag !== tagOf(target.python));
    for (const [tag, files] of groupBy(others, (one) => one.tag)) {
      yield {
        file: files[0]?.path,
        message: `${plural(files.length, "bytecode file")} ${files.length === 1 ? "is" : "are"} for ${tag}, but the target uses ${tagOf(target.python)}.`,
        hint: `Remove the bytecode for ${tag}, which nothing reads.`,
      };
    }
  },
};
