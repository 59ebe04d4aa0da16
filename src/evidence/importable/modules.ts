import type { Target } from "../../images/target.ts";
import type { Inventory } from "../../mount/inventory/inventory.ts";
import { tagOf } from "../loader/extension-name.ts";

/**
 * What `import` finds in the mount for a name, in the order of Python's path finder: package, extension module, module.
 */
export interface Importable {
  /**
   * A `directory` has no `__init__`: a namespace portion, over which any regular module later on the path takes
   * precedence.
   */
  readonly kind: "package" | "module" | "directory";
  /** POSIX, relative to the mount. */
  readonly path: string;
}

/** What a dotted name resolves to in the mount; `undefined` if it is not found. */
export function importable(module: string, { files, directories }: Inventory, target: Target): Importable | undefined {
  const path = module.replaceAll(".", "/");
  const suffixes = moduleSuffixes(target);
  const first = (stem: string) => suffixes.map((suffix) => stem + suffix).find((one) => files.has(one));
  const init = first(`${path}/__init__`);
  if (init !== undefined) return { kind: "package", path: init };
  const file = first(path);
  if (file !== undefined) return { kind: "module", path: file };
  return directories.has(path) ? { kind: "directory", path } : undefined;
}

/** In the order in which Python tries them; it ignores extension modules for another Python. */
function moduleSuffixes(target: Target): readonly string[] {
  return [`.${tagOf(target)}.so`, ".abi3.so", ".so", ".py", ".pyc"];
}

/** Names at the root of the mount that can be imported. */
export function rootNames({ files, directories }: Inventory): string[] {
  const names = new Set<string>();
  for (const path of files.keys()) if (!path.includes("/")) names.add(path.split(".")[0] ?? "");
  for (const path of directories.keys()) if (!path.includes("/")) names.add(path);
  return [...names].filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name !== "__pycache__").sort();
}
