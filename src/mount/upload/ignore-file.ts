import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { isSystemError, messageOf } from "../../util/errors.ts";

/** The file by which Azure's client decides which files of the code directory it uploads. */
export interface IgnoreFile {
  readonly name: ".amlignore" | ".gitignore";
  /** Absolute: the directory to which its lines are relative; for a link, the directory of the linked file. */
  readonly base: string;
  /** Split as the client does: at LF, CRLF and CR. */
  readonly lines: readonly string[];
  /** Whether it begins with a byte order mark, which releases up to 1.4 treat as part of the first line. */
  readonly marked: boolean;
}

/** Why the client cannot read the file: it raises an exception before it uploads anything. */
export interface UnreadableFile {
  readonly name: IgnoreFile["name"];
  readonly problem: string;
}

/** The file that applies: `.amlignore` in the root of the code directory, else `.gitignore` there. */
export function findIgnoreFile(codeDirectory: string): IgnoreFile | UnreadableFile | undefined {
  return readIgnoreFile(codeDirectory, ".amlignore") ?? readIgnoreFile(codeDirectory, ".gitignore");
}

/** @returns `undefined` if it does not exist, or is a dangling link */
export function readIgnoreFile(
  codeDirectory: string,
  name: IgnoreFile["name"],
): IgnoreFile | UnreadableFile | undefined {
  const path = join(codeDirectory, name);
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    if (!stat.isFile()) return { name, problem: stat.isDirectory() ? "is a directory" : "is not a regular file" };
    return parse(name, dirname(realpathSync(path)), readFileSync(path));
  } catch (error) {
    if (isSystemError(error, "ENOTDIR")) return undefined;
    return {
      name,
      problem: isSystemError(error, "ELOOP") ? "is a link to itself" : `cannot be read: ${messageOf(error)}`,
    };
  }
}

function parse(name: IgnoreFile["name"], base: string, bytes: Uint8Array): IgnoreFile | UnreadableFile {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const marked = text.startsWith("\ufeff");
    return { name, base, marked, lines: linesOf(marked ? text.slice(1) : text) };
  } catch {
    return { name, problem: "is not UTF-8 text" };
  }
}

/** The last line may lack a line ending. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
