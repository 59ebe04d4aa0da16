import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Options } from "../../inputs/options.ts";
import { exclusively } from "../../mount/run-lock/brief-lock.ts";
import { uploadRules } from "../../mount/upload/written-rules.ts";
import { writeWhole } from "../../util/write-whole.ts";

/** A file that this tool wrote. */
export interface WrittenIgnoreFile {
  readonly file: string;
  /** Makes it what it was before. */
  readonly undo: () => void;
}

/**
 * Writes `.amlignore` into the code directory unless the user has one. Without one the client applies `.gitignore`, and
 * the usual `.gitignore` for Python silently excludes `*.so` and `lib/` from the upload.
 * @returns the file, if it is this tool's
 */
export function writeIgnoreFile(options: Options): WrittenIgnoreFile | undefined {
  // A build of another environment in the same code directory may write the same file.
  return exclusively(options.codeDirectory, () => {
    const rules = uploadRules(options);
    if (rules === undefined || "problem" in rules || rules.written === undefined) return undefined;
    const file = join(options.codeDirectory, rules.name);
    const present = existsSync(file) ? readFileSync(file, "utf8") : undefined;
    if (rules.written === present) return { file, undo: () => {} };
    writeWhole(file, rules.written); // an empty one would upload everything
    return { file, undo: () => (present === undefined ? rmSync(file) : writeWhole(file, present)) };
  });
}
