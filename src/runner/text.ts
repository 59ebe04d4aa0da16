import { isAbsolute, relative, sep } from "node:path";

/** Shorter words are no secrets, and hiding them would spoil the log and, on GitHub, drop outputs that contain them. */
const SHORTEST_SECRET = 4;

/** The parts of a secret that can be hidden line by line. */
export function maskableParts(secret: string): string[] {
  return secret.split(/\r?\n/).filter((line) => line.trim().length >= SHORTEST_SECRET);
}

/** Hides secrets in what this process prints. */
export class Masks {
  readonly #secrets = new Set<string>();

  add(secret: string): void {
    for (const part of maskableParts(secret)) this.#secrets.add(part);
  }

  /** `text` with every secret replaced; the longest first, because one secret may hold another. */
  apply(text: string): string {
    const longestFirst = [...this.#secrets].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
  }
}

/** `file` relative to `directory` with forward slashes when it lies inside, else as it is. */
export function shownPath(file: string, directory: string): string {
  const path = relative(directory, file);
  const outside = path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  return outside ? file : path.replaceAll(sep, "/");
}

/** `text` in at most `limit` bytes of UTF-8: cut after a line, with `word` at the end to say so. */
export function cutAtLineEnd(text: string, limit: number, word: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limit) return text;
  const lastLineEnd = bytes.lastIndexOf("\n", limit - Buffer.byteLength(word) - 1);
  return bytes.subarray(0, lastLineEnd + 1).toString() + word;
}

/** `name` as one part of a path, on any file system. */
export function pathPart(name: string): string {
  const safe = name.replace(/[^\w.+-]/g, "-").replace(/^\.+/, "-");
  return safe === "" ? "-" : safe;
}
