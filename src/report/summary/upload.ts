import { join, relative } from "node:path";
import type { Options } from "../../inputs/options.ts";
import { listUpload, readUpload, type UploadedFile } from "../../mount/upload/upload.ts";
import { withoutLinks } from "../../mount/upload/written-rules.ts";
import { siblingsOf } from "../../plan/location.ts";
import { humanBytes, plural, slashed } from "../../util/text.ts";
import { cell, fold, table } from "./markdown.ts";

/** What the Azure ML client uploads of the code directory and the mount, by its own rules. Paths are relative to it. */
export interface UploadFacts {
  /** The ignore file that decides, or `''`. */
  readonly rules: string;
  readonly count: number;
  readonly bytes: number;
  readonly mount: { readonly path: string; readonly count: number; readonly bytes: number };
  /** Files outside the mount, the largest first, at most a thousand. */
  readonly files: readonly UploadedFile[];
}

const LISTED = 1000;
const SHOWN = 10;

/** Reads the code directory as it is; call it when the mount is in its place. */
export function uploadFacts(options: Options): UploadFacts {
  const { file, rules } = readUpload(options);
  // A run that makes a mount removes its lock and its temporary files when it ends.
  const { mode, mountParent, environmentName } = options;
  const temporary = mode === "verify" ? [] : siblingsOf(join(withoutLinks(mountParent), environmentName));
  const isTemporary = (directory: string, name: string) => temporary.includes(join(directory, name));
  const { files } = listUpload(options.codeDirectory, rules, isTemporary);
  const path = `${slashed(relative(options.codeDirectory, options.mountParent))}/${options.environmentName}/`.replace(
    /^\//,
    "",
  );
  const [inside, beside] = [
    files.filter((one) => one.path.startsWith(path)),
    files.filter((one) => !one.path.startsWith(path)),
  ];
  return {
    rules: file?.name ?? "",
    ...sum(files),
    mount: { path, ...sum(inside) },
    files: beside.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)).slice(0, LISTED),
  };
}

function sum(files: readonly UploadedFile[]): { count: number; bytes: number } {
  return { count: files.length, bytes: files.reduce((total, { bytes }) => total + bytes, 0) };
}

/** One line for the log. */
export function uploadLine({ rules, count, bytes, mount }: UploadFacts): string {
  const by = rules === "" ? "" : ` (filtered by ${rules})`;
  return `The deployment uploads ${plural(count, "file")}${by}, ${humanBytes(bytes)}; the mount is ${humanBytes(mount.bytes)} of it.`;
}

/** A section of the summary: the mount, then the largest other files. */
export function uploadSection(facts: UploadFacts | undefined): string {
  if (facts === undefined) return "";
  const { mount, files } = facts;
  const shown = files.slice(0, SHOWN).map(({ path, bytes }) => [cell(path), humanBytes(bytes)]);
  const rest = facts.count - mount.count - shown.length;
  const rows = [
    [`${cell(mount.path)} (${plural(mount.count, "file")})`, humanBytes(mount.bytes)],
    ...shown,
    ...(rest > 0 ? [[plural(rest, "smaller file"), ""]] : []),
  ];
  return fold(uploadLine(facts), table(["file", "size:"], rows));
}
