import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Options } from "../inputs/options.ts";
import { exclusively } from "../mount/run-lock/brief-lock.ts";
import { uploadRules } from "../mount/upload/written-rules.ts";

/**
 * Writes `.amlignore` into the code directory unless the user has one. Without one the client applies `.gitignore`, and
 * the usual `.gitignore` for Python silently excludes `*.so` and `lib/` from the upload.
 * @returns the file, if this tool wrote it
 */
export function writeIgnoreFile(options: Options): string | undefined {
  // A build of another environment in the same code directory may write the same file.
  return exclusively(options.codeDirectory, () => {
    const rules = uploadRules(options);
    if (rules === undefined || "problem" in rules || rules.written === undefined) return undefined;
    const file = join(options.codeDirectory, rules.name);
    const present = existsSync(file) ? readFileSync(file, "utf8") : undefined;
    if (rules.written !== present) writeFileSync(file, rules.written);
    return file;
  });
}
