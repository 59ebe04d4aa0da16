import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Makes `folder` and what is missing above it, down from `root`, open to every reader whatever the umask says. */
export function makeFolder(folder: string, root: string): void {
  const way = relative(root, folder);
  let path = root;
  for (const part of ["", ...(way === "" ? [] : way.split(sep))]) {
    path = join(path, part);
    if (existsSync(path)) continue;
    mkdirSync(path);
    chmodSync(path, 0o755);
  }
}
