import type { BytecodeHeader } from "../mount/glimpse.ts";
import { type Inventory, sourceOfBytecode } from "../mount/inventory.ts";
import { plural } from "../text.ts";
import type { Check } from "./check.ts";
import { groupBy, someOf } from "./many.ts";

/** Will the container use the bytecode? (PEP 3147, PEP 552) */

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
  severity: "warning",
  title: "bytecode that the container will not use",
  explanation:
    "Python compiles a module again when the bytecode's magic number is another version's, or when its note of the source's time and size does not fit. Upload, artifact and archive change times, so bytecode by time is stale in the container, and the container's user cannot write new one: every start compiles everything, which took 3.8 to 5.1 seconds instead of 1.1 to 1.4 in our measurements. Build with this tool, which notes no time (unchecked hash), or run `python3.8 -m compileall -f --invalidation-mode unchecked-hash <mount>` with the target's Python. Nothing fails. Safe to turn off when the start may be slow.",
  *find({ inventory, target }) {
    const own = [...cached(inventory)].filter(({ tag }) => tag === tagOf(target.python));
    const groups = groupBy(own, ({ header, source }) => whyStale(header, inventory.files.get(source), target.python));
    for (const [why, files] of groups) {
      yield {
        file: files[0]?.path,
        message: `${plural(files.length, "bytecode file")} ${files.length === 1 ? "is" : "are"} of no use in the container: ${why}.`,
        hint: `Run: python${target.python} -m compileall -q -f --invalidation-mode unchecked-hash <mount>`,
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
  if (size !== source.size % 2 ** 32) return "the source has another size";
  if (modified !== source.modified % 2 ** 32) return "the source has another time";
  return "it goes by the source's time, which does not survive transport";
}

export const orphanBytecode: Check = {
  id: "H14",
  severity: "notice",
  title: "bytecode without its source",
  explanation:
    "A `.pyc` file has no `.py` beside it. In `__pycache__` Python ignores it: wasted bytes, left by a module that is gone. Outside of `__pycache__` it is imported like a module, so that code runs in the container that nobody can read. A distribution that ships bytecode on purpose lists it in RECORD and is left alone. Remove it, or build into an empty directory. Safe to turn off for code that you ship so on purpose.",
  *find({ inventory }) {
    const { files, owners } = inventory;
    const ignored = [...cached(inventory)].filter(({ path, source }) => !files.has(source) && !owners.has(path));
    if (ignored.length > 0) {
      const paths = ignored.map(({ path }) => path);
      yield { file: paths[0], message: `${plural(paths.length, "bytecode file")} without source: ${someOf(paths)}.` };
    }
    for (const path of inventory.bytecode.keys()) {
      if (sourceOfBytecode(path) !== undefined || owners.has(path) || files.has(path.slice(0, -1))) continue;
      yield { file: path, message: `${path} has no source, and is imported as a module.`, hint: "Remove it." };
    }
  },
};

export const otherBytecode: Check = {
  id: "H15",
  severity: "notice",
  title: "bytecode of another Python",
  explanation:
    "`__pycache__` holds bytecode with another version's tag. The container's Python does not look at it: it is uploaded for nothing, and the target's own bytecode may be missing. It comes from running or compiling with another interpreter. Build again with this tool, or remove it. Nothing fails in the container. Safe to turn off.",
  *find({ inventory, target }) {
    const others = [...cached(inventory)].filter(({ tag }) => tag !== tagOf(target.python));
    for (const [tag, files] of groupBy(others, (one) => one.tag)) {
      yield {
        file: files[0]?.path,
        message: `${plural(files.length, "bytecode file")} for ${tag}; the target's is ${tagOf(target.python)}.`,
        hint: "Remove them: nothing reads them.",
      };
    }
  },
};
