import { join, relative } from "node:path";
import { siblingsOf } from "../mount/location.ts";
import { listUpload, readUpload, type UploadedFile } from "../mount/upload/upload.ts";
import { withoutLinks } from "../mount/upload/written-rules.ts";
import type { Options } from "../options/options.ts";
import { humanBytes, plural, slashed } from "../text.ts";
import { cell } from "./findings-table.ts";

/** What Azure's client uploads of the code directory, mount included, by its own rules. Paths are relative to it. */
export interface UploadFacts {
  /** The ignore file that decides, or `''`. */
  readonly rules: string;
  readonly count: number;
  readonly bytes: number;
  readonly mount: { readonly path: string; readonly count: number; readonly bytes: number };
  /** Beside the mount, largest first; of many, the first thousand. */
  readonly files: readonly UploadedFile[];
}

const LISTED = 1000;
const SHOWN = 10;

/** Looks at the code directory as it is; to be asked once the mount stands in its place. */
export function uploadFacts(options: Options): UploadFacts {
  const { file, rules } = readUpload(options);
  // A run that makes a mount takes its lock and the rest away when it ends.
  const { mode, mountParent, environmentName } = options;
  const passing = mode === "verify" ? [] : siblingsOf(join(withoutLinks(mountParent), environmentName));
  const isPassing = (directory: string, name: string) => passing.includes(join(directory, name));
  const { files } = listUpload(options.codeDirectory, rules, isPassing);
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
  const by = rules === "" ? "" : ` by ${rules}`;
  return `The deployment uploads ${plural(count, "file")}${by}, ${humanBytes(bytes)}; the mount is ${humanBytes(mount.bytes)} of it.`;
}

/** A section of the summary: the mount, then the largest files beside it. */
export function uploadSection(facts: UploadFacts | undefined): string {
  if (facts === undefined) return "";
  const { mount, files } = facts;
  const shown = files.slice(0, SHOWN).map(({ path, bytes }) => `| ${cell(path)} | ${humanBytes(bytes)} |`);
  const rest = facts.count - mount.count - shown.length;
  const rows = [
    `| ${cell(mount.path)} (${plural(mount.count, "file")}) | ${humanBytes(mount.bytes)} |`,
    ...shown,
    ...(rest > 0 ? [`| ${plural(rest, "smaller file")} | |`] : []),
  ];
  const table = ["| file | size |", "|---|---:|", ...rows].join("\n");
  return `<details><summary>${uploadLine(facts)}</summary>\n\n${table}\n\n</details>`;
}
