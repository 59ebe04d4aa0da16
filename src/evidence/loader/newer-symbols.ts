import { isMuslLibrary } from "../../images/abi/library-advice.ts";
import {
  compareSymbolVersions,
  exceeds,
  firstSystemWith,
  newestAllowed,
  parseSymbolVersion,
} from "../../images/abi/symbol-versions.ts";
import type { SymbolFamily } from "../../images/abi/system-libraries.ts";
import type { NeededVersion, VersionNeed } from "../../mount/elf/types.ts";
import type { Linkage } from "./linkage.ts";
import { lackingPrivate, PRIVATE } from "./private-symbols.ts";
import type { NewerSymbols, PlatformTarget, Severity } from "./problems.ts";
import { isInImage, type LoadableFile } from "./search-order.ts";

/**
 * Symbol versions that a file needs but that the library which the loader finds does not define; one problem per
 * library, reason and family.
 *
 * @param worst severity for a version that is certainly missing: `error`, lower for files that no import loads
 */
export function newerSymbols(
  file: LoadableFile,
  linkage: Linkage,
  target: PlatformTarget,
  worst: Severity,
): NewerSymbols[] {
  const fromImage: VersionNeed[] = [];
  const numbered = file.elf.versionNeeds.flatMap((need) => {
    if (isMuslLibrary(need.library)) return [];
    const outcome = linkage.outcome(file.path, need.library);
    const bundled = [...(outcome?.files ?? [])].flatMap((path) => lackingIn(path, file, need, linkage, worst));
    // A file may name a library's versions without naming the library: then another file loads it.
    const asksImage = outcome ? outcome.inContainer : isInImage(need.library, target);
    if (!asksImage) return bundled;
    fromImage.push(need);
    return [...bundled, ...lackingInImage(file, need, linkage, target, worst)];
  });
  return [...numbered, ...lackingPrivate(file, fromImage, linkage, target, worst)];
}

function lackingInImage(
  file: LoadableFile,
  need: VersionNeed,
  linkage: Linkage,
  target: PlatformTarget,
  worst: Severity,
): NewerSymbols[] {
  const lacking = need.versions.filter(({ name }) => name !== PRIVATE && exceeds(name, target));
  const [hard, weak] = [lacking.filter((version) => !version.weak), lacking.filter((version) => version.weak)];
  return [...groupByFamily(hard), ...groupByFamily(weak)].map(({ family, versions }) => {
    // A copy that the loader does not find by itself helps only if Python code has loaded it before.
    const copy = linkage
      .copies(need.library)
      .find(({ elf }) => versions.every((name) => elf.versionDefinitions.includes(name)));
    const doubtful =
      copy !== undefined || (target.conda === true && target.symbolVersions === undefined && family !== "GLIBC");
    const isWeak = weak.some(({ name }) => name === versions[0]);
    return {
      kind: "newer-symbols",
      path: file.path,
      severity: isWeak ? "notice" : doubtful && worst === "error" ? "warning" : worst,
      library: need.library,
      versions,
      reason: "image",
      weak: isWeak,
      newestAllowed: newestAllowed(target, family),
      firstWith: firstSystemWith(versions.at(-1) as string)?.distribution,
      copy: copy?.path,
    } as const;
  });
}

function groupByFamily(versions: readonly NeededVersion[]) {
  const names = versions.map(({ name }) => name).sort(compareSymbolVersions);
  const keys = [...new Set(names.map(familyOf))];
  return keys.map((family) => ({ family, versions: names.filter((name) => familyOf(name) === family) }));
}

function familyOf(name: string): SymbolFamily {
  return parseSymbolVersion(name)?.family ?? "GLIBC";
}

/** Versions that a copy in the mount does not define. The loader accepts a copy that defines no versions at all. */
function lackingIn(
  path: string,
  file: LoadableFile,
  need: VersionNeed,
  linkage: Linkage,
  worst: Severity,
): NewerSymbols[] {
  const copy = linkage.file(path);
  if (!copy || copy.elf.damaged !== undefined || copy.elf.versionDefinitions.length === 0) return [];
  const lacking = need.versions.filter(({ name, weak }) => !weak && !copy.elf.versionDefinitions.includes(name));
  if (lacking.length === 0) return [];
  const versions = lacking.map(({ name }) => name).sort(compareSymbolVersions);
  const about = { kind: "newer-symbols", path: file.path, severity: worst, library: need.library, versions } as const;
  return [{ ...about, reason: "bundled", weak: false, newestAllowed: undefined, firstWith: undefined, copy: path }];
}
