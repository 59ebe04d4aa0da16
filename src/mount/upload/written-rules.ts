import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, posix, relative } from "node:path";
import type { Options } from "../../inputs/options.ts";
import { HIDDEN_ROLES } from "../../plan/location.ts";
import { slashed } from "../../util/text.ts";
import { hasOurManifest } from "../swap-directories.ts";
import { findIgnoreFile, type IgnoreFile, linesOf, readIgnoreFile, type UnreadableFile } from "./ignore-file.ts";
import { literalPattern, RefusedPattern, readPattern } from "./pattern.ts";
import { moved } from "./rebase.ts";

/** The ignore file that applies to the upload after this run. */
export interface UploadRules extends Pick<IgnoreFile, "name" | "base" | "lines"> {
  /** The text that a build or a restore writes; `undefined` if the file is the user's own. */
  readonly written: string | undefined;
  /** The lines that the user wrote: those of this file, or of the `.gitignore` that it includes. */
  readonly source: Pick<IgnoreFile, "name" | "base" | "lines"> | undefined;
}

/** Marks an `.amlignore` as generated, so that it may be overwritten; in one of its first two lines. */
const MARK = "# Written by azureml-extra-packages; remove this line to keep your own changes.";

/**
 * The rules by which the client will upload the code directory. Without an `.amlignore` of the user's own, a build and
 * a restore write one: the client would otherwise apply `.gitignore`, and the usual one for Python excludes `*.so` and
 * `lib/`.
 */
export function uploadRules(options: Options): UploadRules | UnreadableFile | undefined {
  const writes = options.mode === "preinstalled" || options.mode === "restore";
  const earlier = writes ? ownText(join(options.codeDirectory, ".amlignore")) : undefined;
  if (earlier === undefined) {
    const found = findIgnoreFile(options.codeDirectory);
    return found === undefined || "problem" in found ? found : { ...found, written: undefined, source: found };
  }
  const ignored = readIgnoreFile(options.codeDirectory, ".gitignore");
  if (ignored !== undefined && "problem" in ignored) return ignored;
  const base = realpathSync(options.codeDirectory);
  const written = textFor(options, ignored, earlier, base);
  return { name: ".amlignore", base, lines: linesOf(written.replace(/^\ufeff/, "")), written, source: ignored };
}

/** The file in which the user edits a rule: a generated `.amlignore` includes `.gitignore`, and is overwritten. */
export function fileToEdit(file: UploadRules | UnreadableFile | undefined): IgnoreFile["name"] {
  const isOurs = file !== undefined && "lines" in file && file.lines.slice(0, 2).includes(MARK);
  return file?.name === ".amlignore" && !isOurs ? ".amlignore" : ".gitignore";
}

/** The text of a generated file; `''` if there is no file; `undefined` for a file of the user's own, or a link. */
function ownText(file: string): string | undefined {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return "";
  const text = stat.isFile() ? readFileSync(file, "utf8") : "";
  return linesOf(text).slice(0, 2).includes(MARK) ? text : undefined;
}

const WHY = [
  "# This tool's own rules come before and after those of .gitignore, because azure-ai-ml before 1.4 applies the first",
  "# rule that matches a file, and later releases apply the last.",
];

/** The rules of `.gitignore`; also excludes `.git/` and what a run leaves next to a mount, and includes the mounts. */
function textFor(options: Options, ignored: IgnoreFile | undefined, earlier: string, base: string): string {
  const mounts = [...new Set([...placesOf(options, base), ...earlierMounts(earlier, base)])];
  const included = mounts.map((path) => `!/${literalPattern(path)}/**`);
  const excluded = [".git/", ...mounts.flatMap(siblingsOf)];
  const copied = (ignored?.lines ?? []).map((line) => linesHere(line, ignored?.base ?? base, base));
  const isEmpty = copied.flat().every((line) => line.trim() === "");
  if (isEmpty) return text([MARK, ...included, ...excluded, ...included]);
  const foreign = foreignBase(ignored, base);
  // Releases up to 1.4 treat a byte order mark as part of the first line, so that line keeps it, unless `!**` follows.
  const marked =
    ignored?.marked && foreign.length === 0
      ? copied
          .shift()
          ?.map((line) => `\ufeff${line}`)
          .slice(0, 1)
      : undefined;
  const ours = [...included, "!/.amlignore"];
  const theirs = ["# .gitignore:", ...foreign, ...copied.flat(), "# End of .gitignore."];
  return text([...(marked ?? []), MARK, ...WHY, ...ours, ...excluded, ...theirs, ...excluded, ...ours]);
}

/** If `.gitignore` is a link to a file elsewhere, releases before 1.4 exclude everything; later ones do not. */
function foreignBase(ignored: IgnoreFile | undefined, base: string): string[] {
  return ignored === undefined || base.startsWith(ignored.base) ? [] : ["**", "!**"];
}

function text(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

/** A line of `.gitignore`, rewritten for the code directory if `.gitignore` is a link. */
function linesHere(line: string, from: string, base: string): string[] {
  if (from === base) return [line];
  try {
    const pattern = readPattern(line);
    return pattern === undefined ? [line] : moved(pattern, from, base);
  } catch (error) {
    if (!(error instanceof RefusedPattern)) throw error;
    return [line]; // the client raises an exception at it in either file
  }
}

/** Paths of the environment directory as the client sees them; two if it is reached through a link. POSIX. */
function placesOf({ codeDirectory, mountParent, environmentName }: Options, base: string): string[] {
  const named = relative(codeDirectory, join(mountParent, environmentName));
  const real = relative(base, join(withoutLinks(mountParent), environmentName));
  return [slashed(named), slashed(real)];
}

/** The real path of a directory that may not exist yet. */
export function withoutLinks(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return join(withoutLinks(dirname(directory)), basename(directory));
  }
}

/** Mounts of other scoring scripts in the same code directory, as long as they exist. */
function earlierMounts(earlier: string, base: string): string[] {
  const paths = linesOf(earlier).flatMap((line) => /^!\/(.+)\/\*\*$/.exec(line)?.[1]?.replace(/\\(.)/g, "$1") ?? []);
  return paths.filter((path) => hasOurManifest(join(base, path)));
}

/** Patterns for what a run creates next to a mount and removes again. */
function siblingsOf(mount: string): string[] {
  const [parent, name] = [posix.dirname(mount), posix.basename(mount)];
  const prefix = parent === "." ? "" : `${literalPattern(parent)}/`;
  return HIDDEN_ROLES.map((role) => `/${prefix}.${literalPattern(name)}.${role}*`);
}
