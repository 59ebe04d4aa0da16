import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exclusively } from "../mount/lock.ts";
import { uploadRules } from "../mount/upload/written-rules.ts";
import type { Options } from "../options/options.ts";

/**
 * Writes `.amlignore` into the code directory where there is none of the user's own. Without one the client obeys
 * `.gitignore`, and Python's usual one drops `*.so` and `lib/` from the upload without a word.
 * @returns the file, when there is one of ours
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
