import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Options } from "../options/options.ts";
import { slashed } from "../text.ts";

/** The file by which Azure's client decides what of the code directory it uploads. */
export interface UploadRules {
  /** `.amlignore` or `.gitignore`, in the root of the code directory. */
  readonly file: string;
  readonly text: string;
  /** The text that a build puts there, when it does. */
  readonly written: boolean;
}

/** The first line of an `.amlignore` that is ours to write again. */
const MARK = "# Written by azureml-extra-packages; remove this line to keep your own changes.";

/**
 * The one file that the v2 client honours: `.amlignore` in the root of the code directory, else `.gitignore` there.
 * A build writes the first where there is none of the user's own; `verify` writes nothing.
 */
export function uploadRules(options: Options): UploadRules | undefined {
  const own = textOf(join(options.codeDirectory, ".amlignore"));
  if (options.mode !== "verify" && (own === undefined || own.startsWith(MARK))) {
    return { file: ".amlignore", text: rulesFor(options), written: true };
  }
  if (own !== undefined) return { file: ".amlignore", text: own, written: false };
  const other = textOf(join(options.codeDirectory, ".gitignore"));
  return other === undefined ? undefined : { file: ".gitignore", text: other, written: false };
}

/** What `.gitignore` says, without `.git/`, and with the environment directory let in again. */
function rulesFor({ codeDirectory, mountParent, environmentName }: Options): string {
  const ignored = (textOf(join(codeDirectory, ".gitignore")) ?? "").replace(/\r\n/g, "\n").trimEnd();
  const way = slashed(relative(codeDirectory, join(mountParent, environmentName)));
  const parents = way.split("/").map((_, index, parts) => `!/${parts.slice(0, index + 1).join("/")}/`);
  return [MARK, ...(ignored === "" ? [] : [ignored]), ".git/", ...parents, `!/${way}/**`, ""].join("\n");
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
