import { statSync } from "node:fs";

export type FileKind = "file" | "directory";

/**
 * What exists at a path of the container. The path is resolved as the kernel does: a `..` needs the directory before
 * it, a trailing slash needs a directory.
 *
 * @param path absolute
 * @param exists is called with plain absolute paths only; follows links
 */
export function kindOfPath(path: string, exists: (path: string) => FileKind | undefined): FileKind | undefined {
  let here = "";
  for (const segment of path.split("/")) {
    if (segment === "..") {
      if (here !== "" && exists(here) !== "directory") return undefined;
      here = here.slice(0, Math.max(0, here.lastIndexOf("/")));
    } else if (segment !== "" && segment !== ".") {
      here += `/${segment}`;
    }
  }
  const kind = here === "" ? "directory" : exists(here);
  return kind === "file" && /\/\.{0,2}$/.test(path) ? undefined : kind;
}

/** What exists on this machine; links are followed. */
export function kindOnDisk(path: string): FileKind | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return found.isDirectory() ? "directory" : "file";
}
