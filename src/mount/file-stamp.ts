import { lstatSync, type Stats } from "node:fs";

/**
 * Changes whenever a file's content changes. Its ctime is set by the kernel and cannot be set back, unlike the mtime.
 */
export function stampOf({ size, mode, ino, ctimeMs }: Stats): string {
  return [size, mode, ino, ctimeMs].join(" ");
}

/** @param path absolute */
export function stampAt(path: string): string {
  return stampOf(lstatSync(path));
}
