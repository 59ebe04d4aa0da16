import data from "./private-symbols.json" with { type: "json" };
import { compareNumbers } from "./symbol-versions.ts";

/** Whether a C library has something at the version GLIBC_PRIVATE; `maybe` where the releases around it differ. */
export type Presence = "yes" | "no" | "maybe";

type Glibc = readonly [number, number];

/** Whether this library of the release has the version. Other libraries than those of glibc do not. */
export function hasPrivateVersion(library: string, glibc: Glibc): Presence {
  return presence(data.libraries, library, glibc);
}

/** Whether a library of the release defines the symbol at that version; the loader does not look at which one. */
export function hasPrivateSymbol(symbol: string, glibc: Glibc): Presence {
  return presence(data.symbols, symbol, glibc);
}

function presence(table: Readonly<Record<string, readonly string[]>>, name: string, glibc: Glibc): Presence {
  const having =
    Object.entries(table)
      .find(([, names]) => names.includes(name))?.[0]
      .split(" ") ?? [];
  const found = releasesAround(glibc).map((release) => having.includes(release.join(".")));
  if (found.every(Boolean)) return "yes";
  return found.some(Boolean) ? "maybe" : "no";
}

/** The releases that were read and are next to one; the same one alone, if it was read. */
function releasesAround(glibc: Glibc): (readonly number[])[] {
  const older = data.releases.findLast((release) => compareNumbers(release, glibc) <= 0);
  const newer = data.releases.find((release) => compareNumbers(release, glibc) >= 0);
  return [older, newer].filter((release) => release !== undefined);
}
