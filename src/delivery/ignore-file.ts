import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Location } from "../mount/location.ts";
import type { Options } from "../options/options.ts";

const MARK = "# Written by azureml-extra-packages; remove this line to keep your own changes.";

/**
 * Writes `.amlignore` into the code directory when there is none of the user's own. Without one the v2 client honours
 * `.gitignore`, and Python's usual one drops `*.so` and `lib/` from the upload without a word.
 *
 * It says what `.gitignore` says, leaves out `.git/`, and lets the environment directory in again.
 * @returns the file, when it was written
 */
export function writeIgnoreFile(options: Options, location: Location): string | undefined {
  const file = join(options.codeDirectory, ".amlignore");
  const present = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (present !== undefined && !present.startsWith(MARK)) return undefined;
  const gitignore = join(options.codeDirectory, ".gitignore");
  const ignored = existsSync(gitignore) ? readFileSync(gitignore, "utf8").replace(/\r\n/g, "\n").trimEnd() : "";
  const way = relative(options.codeDirectory, location.environmentDirectory).split(sep).join("/");
  const parents = way.split("/").map((_, index, parts) => `!/${parts.slice(0, index + 1).join("/")}/`);
  const text = [MARK, ...(ignored === "" ? [] : [ignored]), ".git/", ...parents, `!/${way}/**`, ""].join("\n");
  if (text !== present) writeFileSync(file, text);
  return file;
}
