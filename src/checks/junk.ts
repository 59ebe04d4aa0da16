import type { MountFile } from "../mount/reader.ts";
import { humanBytes, plural } from "../text.ts";
import type { Check } from "./check.ts";
import { groupBy, someOf } from "./many.ts";

/** What every start downloads for nothing. */

export const junk: Check = {
  id: "H17",
  severity: "notice",
  title: "files that nothing in the container needs",
  explanation:
    "Test directories, static libraries, sources of modules that are compiled already, old optimised bytecode and the droppings of desktops and editors are in the mount. Every instance downloads them before its first request. Nothing fails, and nothing is removed for you: some packages import their own test helpers (`numpy.testing`, `sklearn.utils._testing`), which are not counted here. Look at the sizes, and choose a smaller build of the distribution where there is one. Safe to turn off.",
  *find({ inventory }) {
    const groups = groupBy(inventory.files.values(), (file) => kindOf(file, inventory.files));
    for (const [kind, files] of groups) {
      const bytes = files.reduce((sum, { size }) => sum + size, 0);
      const paths = files.map(({ path }) => path);
      yield {
        file: paths[0],
        message: `${kind}: ${plural(paths.length, "file")}, ${humanBytes(bytes)} (${someOf(paths)}).`,
      };
    }
  },
};

function kindOf({ path }: MountFile, files: ReadonlyMap<string, MountFile>): string | undefined {
  if (/(^|\/)tests\//.test(path)) return "Test directories";
  if (/\.pyo$/.test(path)) return "Optimised bytecode of Python 2";
  if (/(^|\/)(\.DS_Store|Thumbs\.db|pip-log\.txt)$|(^|\/)__MACOSX\/|~$/.test(path)) return "Droppings";
  if (/\.a$/.test(path)) return "Static libraries";
  const source = /^(.*)\.(c|cpp|pyx)$/.exec(path)?.[1];
  return source !== undefined && hasCompiled(source, files) ? "Sources of compiled modules" : undefined;
}

/** The endings of compiled modules, as far as they can be known without looking at the directory. */
const COMPILED = [
  ".so",
  ".abi3.so",
  ...["37m", "38", "39", "310", "311", "312", "313"].flatMap((version) =>
    ["x86_64", "aarch64"].map((machine) => `.cpython-${version}-${machine}-linux-gnu.so`),
  ),
];

function hasCompiled(stem: string, files: ReadonlyMap<string, MountFile>): boolean {
  return COMPILED.some((ending) => files.has(stem + ending));
}
