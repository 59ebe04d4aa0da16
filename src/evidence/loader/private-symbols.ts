import { hasPrivateSymbol, hasPrivateVersion } from "../../images/abi/private-symbols.ts";
import type { VersionNeed } from "../../mount/elf/types.ts";
import type { Linkage } from "./linkage.ts";
import type { NewerSymbols, PlatformTarget, Severity } from "./problems.ts";
import type { LoadableFile } from "./search-order.ts";

/** The version of the symbols that glibc has for itself, and changes at will. */
export const PRIVATE = "GLIBC_PRIVATE";

/**
 * Private symbols that the image's glibc lacks. The loader compares versions first, and nearly every glibc has this one;
 * then it looks for the symbols, which may be missing if they are weak.
 *
 * @param needs what the file needs of libraries of the image
 */
export function lackingPrivate(
  { path, elf }: LoadableFile,
  needs: readonly VersionNeed[],
  linkage: Linkage,
  { glibc }: PlatformTarget,
  worst: Severity,
): NewerSymbols[] {
  const libraries = needs.flatMap(({ library, versions }) =>
    versions.some(({ name, weak }) => name === PRIVATE && !weak) ? [library] : [],
  );
  if (libraries.length === 0) return [];
  const doubtful = worst === "error" ? "warning" : worst;
  const about = { kind: "newer-symbols", path, versions: [PRIVATE], reason: "private", weak: false } as const;
  const rest = { ...about, newestAllowed: undefined, firstWith: undefined, copy: undefined } as const;
  const unversioned = libraries.flatMap((library) => {
    const presence = hasPrivateVersion(library, glibc);
    return presence === "yes"
      ? []
      : [{ ...rest, library, severity: presence === "no" ? worst : doubtful, symbols: [] }];
  });
  const presences = elf.privateSymbols.map((symbol) => ({ symbol, presence: hasPrivateSymbol(symbol, glibc) }));
  const symbols = presences.flatMap(({ symbol, presence }) => (presence === "yes" ? [] : [symbol]));
  if (symbols.length === 0) return unversioned;
  // Wheels with copies of glibc's libraries find private symbols there too.
  const isCertain = presences.some(({ presence }) => presence === "no") && !linkage.hasDefinitions(PRIVATE);
  const severity = isCertain ? worst : doubtful;
  return [...unversioned, { ...rest, library: libraries[0] as string, severity, symbols }];
}
