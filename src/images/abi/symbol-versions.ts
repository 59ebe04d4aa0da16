import {
  MARKERS,
  SYSTEM_LIBRARIES,
  type SymbolFamily,
  type SystemLibraries,
  systemLibraries,
} from "./system-libraries.ts";

/** The part of a target that decides which symbol versions exist. */
export interface SymbolTarget {
  /** Version of the C library, [major, minor]. */
  readonly glibc: readonly [number, number];
  /** By family, the newest version that the image's own libraries define, where the image was asked. */
  readonly symbolVersions?: Readonly<Record<string, string>>;
}

export interface SymbolVersion {
  readonly family: SymbolFamily;
  /** `[3, 4, 29]` for `GLIBCXX_3.4.29`; `undefined` for a marker such as `GLIBC_PRIVATE`. */
  readonly numbers: readonly number[] | undefined;
}

/** `LDBL`, `IEEE128`: the same history for another `long double` (PowerPC, S/390); `ARM`: for the ARM calling standard. */
const FORM = /^(GLIBC|GLIBCXX|CXXABI|GCC|ZLIB)_(?:(?:LDBL|IEEE128|ARM)_)?(?:(\d{1,6}(?:\.\d{1,6}){0,5})|\w.*)$/s;

/** Parses a symbol version; `undefined` for one that no library of the container defines (`OPENSSL_1_1_0`). */
export function parseSymbolVersion(name: string): SymbolVersion | undefined {
  const match = FORM.exec(name);
  if (!match) return undefined;
  const numbers = match[2]?.split(".").map(Number);
  return { family: match[1] as SymbolFamily, numbers };
}

/** The newest version of a family that the target's system libraries define: `GLIBCXX_3.4.28`. */
export function newestAllowed(target: SymbolTarget, family: SymbolFamily): string {
  return `${family}_${systemOf(target).newest[family]}`;
}

function systemOf({ glibc, symbolVersions }: SymbolTarget): SystemLibraries {
  const system = systemLibraries(glibc);
  return { ...system, newest: { ...system.newest, ...symbolVersions } };
}

/**
 * Whether the target's system libraries lack a symbol version.
 *
 * `GLIBC_PRIVATE` is always lacking: it ties code to one build of glibc. So is an unknown marker of a container family,
 * since it is newer than the table. A version of any other family never is: other libraries define it.
 */
export function exceeds(symbolVersion: string, target: SymbolTarget): boolean {
  return !has(systemOf(target), symbolVersion);
}

/** The oldest generation of images that has a symbol version; `undefined` when none listed has it. */
export function firstSystemWith(symbolVersion: string): SystemLibraries | undefined {
  return SYSTEM_LIBRARIES.find((system) => has(system, symbolVersion));
}

/** Compares `GLIBC_2.9` and `GLIBC_2.10` by number: negative when `a` is older; markers come last. */
export function compareSymbolVersions(a: string, b: string): number {
  const [left, right] = [parseSymbolVersion(a)?.numbers, parseSymbolVersion(b)?.numbers];
  if (left && right) return compareNumbers(left, right);
  return Number(!left) - Number(!right);
}

function has(system: SystemLibraries, symbolVersion: string): boolean {
  const version = parseSymbolVersion(symbolVersion);
  if (!version) return true;
  if (version.numbers)
    return compareNumbers(version.numbers, system.newest[version.family].split(".").map(Number)) <= 0;
  const since = MARKERS.get(symbolVersion);
  return since !== undefined && compareNumbers(since, system.glibc) <= 0;
}

export function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
