import { isAbsolute, relative, sep } from "node:path";
import { withoutCredentials } from "../util/credentials.ts";

/** Hiding shorter text would make the log unreadable, and GitHub drops outputs that contain a secret. */
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

  /** `text` with every secret replaced; the longest first, because one secret may contain another. */
  apply(text: string): string {
    const longestFirst = [...this.#secrets].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
  }

  /** The same, also without what looks like a secret: a program repeats an address that it cannot read. */
  shown(text: string): string {
    return this.apply(withoutCredentials(text));
  }
}

/** `file` relative to `directory` with forward slashes if it is inside, otherwise unchanged. */
export function shownPath(file: string, directory: string): string {
  const path = relative(directory, file);
  const outside = path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  return outside ? file : path.replaceAll(sep, "/");
}

/** `text` in at most `limit` bytes of UTF-8: truncated after a line, with `word` at the end. */
export function cutAtLineEnd(text: string, limit: number, word: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limit) return text;
  const lastLineEnd = bytes.lastIndexOf("\n", limit - Buffer.byteLength(word) - 1);
  return bytes.subarray(0, lastLineEnd + 1).toString() + word;
}

/** `name` as one valid part of a path on any file system. */
export function pathPart(name: string): string {
  const safe = name.replace(/[^\w.+-]/g, "-").replace(/^\.+/, "-");
  return safe === "" ? "-" : safe;
}
