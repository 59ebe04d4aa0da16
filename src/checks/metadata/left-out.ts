import { someOf } from "../../findings/at-most.ts";
import type { Check, FindingDetails } from "../../findings/check.ts";
import { isCondaStart } from "../../images/deployment-variables.ts";
import type { LeftOut } from "../../inputs/sources/source.ts";
import { groupBy } from "../../util/group-by.ts";

/** What does a file that names the packages say that a mount cannot fulfil? */

export const leftOut: Check = {
  id: "M16",
  name: "entry-left-out",
  severity: "notice",
  modes: ["preinstalled", "dynamic"],
  title: "an entry of the file that names the packages has no effect",
  what: "A conda file names a package that PyPI does not have (a compiler, CUDA, a system library, a program), sets variables, or has a section that conda does not know; hashes of a lock cannot be checked.",
  inContainer:
    "The container has only what the image and the mount have. Programs and libraries that conda would have installed are missing. In mode `dynamic`, the container's conda installs them, which is not verified.",
  fix: "Add a missing program or library to a derived image. Remove entries that are not needed.",
  waive: "Safe when the scoring script does not use what is left out.",
  *find({ options }) {
    for (const { file, leftOut: entries, notes } of options.sources) {
      if (isCondaStart(options)) yield* installedByConda(file, entries);
      else
        for (const same of groupBy(entries, ({ consequence }) => consequence).values()) yield notInstalled(file, same);
      for (const { text, line = 1 } of notes) yield { place: { file, line }, message: text };
    }
  },
};

/** In mode `dynamic`, conda itself reads the file. */
function* installedByConda(file: string, entries: readonly LeftOut[]): Iterable<FindingDetails> {
  const [first] = entries;
  if (first === undefined) return;
  const it = entries.length === 1 ? "it" : "them";
  yield {
    severity: "notice",
    place: { file, line: first.line ?? 1 },
    message: `${namesOf(entries)}: not verified, because PyPI does not have ${it} and conda was not run. The container's conda installs ${it} at its start.`,
  };
}

function namesOf(entries: readonly LeftOut[]): string {
  return someOf(
    entries.map(({ text }) => text),
    8,
  );
}

/** Entries with the same consequence. */
function notInstalled(file: string, same: readonly LeftOut[]): FindingDetails {
  const { line = 1, consequence, isHarmless, apt } = same[0] as LeftOut;
  const packages = same.map((one) => one.apt).filter((one) => one !== undefined);
  return {
    severity: isHarmless ? "notice" : "warning",
    place: { file, line },
    message: `${namesOf(same)}: not in the mount, because PyPI does not have ${same.length === 1 ? "it" : "them"}. ${consequence}`,
    hint:
      isHarmless || apt === undefined
        ? undefined
        : `If the code needs it, derive an image with the line \`RUN apt-get update && apt-get install --yes ${packages.join(" ")}\`.`,
  };
}
