import type { NeededVersion, VersionNeed } from "../../mount/elf/types.ts";
import { isContainerLibrary, isMuslLibrary } from "../../target/libraries.ts";
import {
  compareSymbolVersions,
  exceeds,
  firstSystemWith,
  newestAllowed,
  parseSymbolVersion,
} from "../../target/symbols.ts";
import type { Linkage } from "./linkage.ts";
import type { NewerSymbols, PlatformTarget, Severity } from "./problems.ts";
import type { LoadableFile } from "./search-order.ts";

/**
 * Versions that a file needs and the library that the loader finds for it does not define, one problem per library,
 * reason and family.
 *
 * @param worst severity for a version that will be missed: `error`, less for files that no import opens
 */
export function newerSymbols(
  file: LoadableFile,
  linkage: Linkage,
  target: PlatformTarget,
  worst: Severity,
): NewerSymbols[] {
  return file.elf.versionNeeds.flatMap((need) => {
    if (isMuslLibrary(need.library)) return [];
    const outcome = linkage.outcome(file.path, need.library);
    const bundled = [...(outcome?.files ?? [])].flatMap((path) => lackingIn(path, file, need, linkage, worst));
    // A file may name a library's versions without naming the library: then another file brings it in.
    const asksImage = outcome ? outcome.inContainer : isContainerLibrary(need.library);
    return asksImage ? [...bundled, ...lackingInImage(file, need, linkage, target, worst)] : bundled;
  });
}

function lackingInImage(
  file: LoadableFile,
  need: VersionNeed,
  linkage: Linkage,
  target: PlatformTarget,
  worst: Severity,
): NewerSymbols[] {
  const lacking = need.versions.filter(({ name }) => exceeds(name, target));
  const [hard, weak] = [lacking.filter((version) => !version.weak), lacking.filter((version) => version.weak)];
  return [...groupByFamily(hard), ...groupByFamily(weak)].map(({ family, versions }) => {
    const isPrivate = versions.some((name) => name === "GLIBC_PRIVATE");
    // A copy that the loader does not look for helps only when Python code has loaded it before.
    const copy = linkage
      .copies(need.library)
      .find(({ elf }) => versions.every((name) => elf.versionDefinitions.includes(name)));
    const doubtful = copy !== undefined || (target.conda === true && family !== "GLIBC");
    const isWeak = weak.some(({ name }) => name === versions[0]);
    return {
      kind: "newer-symbols",
      path: file.path,
      severity: isWeak ? "notice" : doubtful && worst === "error" ? "warning" : worst,
      library: need.library,
      versions,
      reason: isPrivate ? "private" : "image",
      weak: isWeak,
      newestAllowed: isPrivate ? undefined : newestAllowed(target, family),
      firstWith: firstSystemWith(versions.at(-1) as string)?.distribution,
      copy: copy?.path,
    } as const;
  });
}

/** `GLIBC_PRIVATE` stands apart from the numbered versions: it is another mistake with another remedy. */
function groupByFamily(versions: readonly NeededVersion[]) {
  const names = versions.map(({ name }) => name).sort(compareSymbolVersions);
  const keys = [...new Set(names.map(groupOf))];
  return keys.map((key) => {
    const members = names.filter((name) => groupOf(name) === key);
    return { family: parseSymbolVersion(members[0] as string)?.family ?? "GLIBC", versions: members };
  });
}

function groupOf(name: string): string {
  return name === "GLIBC_PRIVATE" ? name : (parseSymbolVersion(name)?.family ?? name);
}

/** What a copy in the mount does not define. A copy that defines no versions at all satisfies the loader. */
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
