import { ownerOf } from "../../mount/inventory/inventory.ts";
import { groupBy } from "../../util/group-by.ts";
import type { Evidence } from "../evidence.ts";
import { importedBy } from "../importable/imported-distributions.ts";
import { programsIn } from "./named-programs.ts";

/** The programs that a distribution contains, and that run only with their execute bits. */
export interface PackagedPrograms {
  /** Normalised; `undefined` for files of no distribution. */
  readonly distribution: string | undefined;
  readonly version: string | undefined;
  /** POSIX, relative to the mount. */
  readonly paths: readonly string[];
  /** Whether the scoring script imports the distribution, and its modules name one of the programs. */
  readonly isUsed: boolean;
}

type Known = Pick<Evidence, "inventory" | "scoring" | "target" | "namedPrograms">;

/** Programs beside modules: `bin` has the scripts of distributions, and no import leads there. */
export function packagedPrograms({ inventory, scoring, target, namedPrograms }: Known): PackagedPrograms[] {
  const paths = programsIn(inventory, target.architecture);
  const imported = importedBy(scoring?.imports ?? [], inventory, target);
  return [...groupBy(paths, (path) => ownerOf(path, inventory))].map(([owner, own]) => ({
    distribution: owner?.name,
    version: owner?.version,
    paths: own,
    isUsed: owner !== undefined && imported.has(owner.name) && own.some((path) => namedPrograms.has(path)),
  }));
}
