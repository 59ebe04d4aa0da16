import { sizesOf } from "../../mount/manifest/describe.ts";
import type { Mount } from "../../mount/mount.ts";
import { humanBytes, plural } from "../../util/text.ts";
import { cell, fold, table } from "./markdown.ts";

const LONGEST_TABLE = 200;
/** Characters; a table of more is cut on a narrow page. */
const LONGEST_BAR = 12;

/** The packages by size, the largest first, with their total. */
export function packagesSection({ inventory }: Mount): string {
  const sizes = sizesOf(inventory);
  const all = inventory.distributions
    .map(({ displayName, version, directory }) => {
      return { name: `${displayName} ${version}`, ...(sizes.get(directory) ?? { bytes: 0, files: 0 }) };
    })
    .sort((a, b) => b.bytes - a.bytes);
  const largest = all[0]?.bytes ?? 0;
  const row = ({ name, bytes, files }: (typeof all)[number]) => {
    return [cell(name), bar(bytes, largest), humanBytes(bytes), String(files)];
  };
  const rest = together(all.slice(LONGEST_TABLE));
  const total = { ...together(all), name: "**Total**" };
  const rows = [
    ...all.slice(0, LONGEST_TABLE).map(row),
    ...(rest.count > 0
      ? [[plural(rest.count, "smaller package"), "", humanBytes(rest.bytes), String(rest.files)]]
      : []),
    [total.name, "", humanBytes(total.bytes), String(total.files)],
  ];
  return fold(`${plural(all.length, "package")} by size`, table(["package", "share", "size:", "files:"], rows));
}

function bar(bytes: number, largest: number): string {
  const length = largest === 0 ? 0 : Math.round((bytes / largest) * LONGEST_BAR);
  return bytes === 0 ? "" : "█".repeat(Math.max(1, length));
}

function together(all: readonly { readonly bytes: number; readonly files: number }[]) {
  const sum = (key: "bytes" | "files") => all.reduce((total, one) => total + one[key], 0);
  return { count: all.length, bytes: sum("bytes"), files: sum("files") };
}
