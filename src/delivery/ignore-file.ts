import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { uploadRules } from "../mount/upload-rules.ts";
import type { Options } from "../options/options.ts";

/**
 * Writes `.amlignore` into the code directory when there is none of the user's own. Without one the v2 client honours
 * `.gitignore`, and Python's usual one drops `*.so` and `lib/` from the upload without a word.
 * @returns the file, when there is one of ours
 */
export function writeIgnoreFile(options: Options): string | undefined {
  const rules = uploadRules(options);
  if (!rules?.written) return undefined;
  const file = join(options.codeDirectory, rules.file);
  const present = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (rules.text !== present) writeFileSync(file, rules.text);
  return file;
}
