import type { Inventory } from "./inventory.ts";

/** Sonames and file names of the libraries in a mount. */
export function libraryNamesIn({ binaries }: Inventory): Set<string> {
  const names = [...binaries].flatMap(([path, elf]) => [
    path.slice(path.lastIndexOf("/") + 1),
    ...(elf.kind === "elf" && elf.soname !== undefined ? [elf.soname] : []),
  ]);
  return new Set(names);
}
