import { someOf } from "../../findings/at-most.ts";
import type { Check } from "../../findings/check.ts";
import { type Candidate, candidatesAmong } from "../../mount/slim/candidates.ts";
import { KINDS } from "../../mount/slim/kinds.ts";
import { groupBy } from "../../util/group-by.ts";
import { humanBytes, plural } from "../../util/text.ts";

/** Files that every container start downloads although nothing needs them. */

export const junk: Check = {
  id: "H17",
  name: "unneeded-files",
  severity: "notice",
  modes: ["preinstalled", "restore", "verify"],
  title: "the mount contains files that no container needs",
  what: "Test directories, examples and documentation of packages, headers, static libraries, sources of compiled modules, Python 2 bytecode and files of desktops and editors. With `slim`, only those that other code names are left, and nothing is reported.",
  inContainer: "Nothing fails. Every instance downloads the files before its first request.",
  fix: "Set the input `slim` to `on`. It leaves out less than the finding says if other code names some of the files.",
  waive: "Safe.",
  *find({ inventory, removedByStaging }) {
    if (removedByStaging.slim !== undefined) return;
    const candidates = candidatesAmong([...inventory.files.values()], false);
    if (candidates.length === 0) return;
    const kinds = [...groupBy(candidates, ({ kind }) => kind)]
      .map(([kind, members]) => ({ kind, ...sizeOf(members) }))
      .sort((a, b) => b.bytes - a.bytes)
      .map(({ kind, files, bytes }) => `${KINDS[kind].title} (${plural(files, "file")}, ${humanBytes(bytes)})`);
    const { files, bytes } = sizeOf(candidates);
    const [file] = candidates.flatMap((one) => one.files.map(({ path }) => path));
    yield {
      file,
      message: `slim would leave out up to ${plural(files, "file")}, ${humanBytes(bytes)}: ${kinds.join(", ")}; for example ${someOf(candidates.map(({ path }) => path))}.`,
      hint: "Build the mount with the input slim set to on.",
    };
  },
};

function sizeOf(candidates: readonly Candidate[]): { files: number; bytes: number } {
  const files = candidates.flatMap((one) => one.files);
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
}
