/** Families of symbol versions that libraries of the container define: libc and its kin, libstdc++ (two), libgcc_s, libz. */
export type SymbolFamily = "GLIBC" | "GLIBCXX" | "CXXABI" | "GCC" | "ZLIB";

/** The newest symbol versions that the system libraries of one generation of images define. */
export interface SystemLibraries {
  /** Version of the C library, [major, minor]. */
  readonly glibc: readonly [number, number];
  /** A distribution of that generation, to name in a hint. */
  readonly distribution: string;
  /** The version behind the family's name: `3.4.28` for `GLIBCXX_3.4.28`. */
  readonly newest: Readonly<Record<SymbolFamily, string>>;
}

/**
 * Generations of images, oldest first.
 *
 * A distribution builds libstdc++6 and libgcc_s from the newest GCC it has, not from the one that `gcc` is: Ubuntu
 * 18.04, 20.04, 22.04 and 24.04 from GCC 8, 10, 12 and 14. Sources: the GCC manual, "ABI Policy and Guidelines", has
 * GLIBCXX and CXXABI per GCC; auditwheel's `manylinux-policy.json` (2026-08) has GCC and ZLIB per glibc. Where the two
 * differ (the policy is one GLIBCXX lower at 2.27 and 2.28, since it takes the least of several distributions) the
 * distribution named here counts. GCC versions differ by processor (`GCC_11.0` exists on aarch64 only, `GCC_12.0.0`
 * on x86-64 only): the higher one stands here, the other cannot occur.
 */
export const SYSTEM_LIBRARIES: readonly SystemLibraries[] = [
  row([2, 17], "CentOS 7", "3.4.19", "1.3.7", "4.8.0", "1.2.5.2"),
  row([2, 24], "Debian 9", "3.4.22", "1.3.10", "4.8.0", "1.2.7.1"),
  row([2, 27], "Ubuntu 18.04", "3.4.25", "1.3.11", "7.0.0", "1.2.9"),
  row([2, 28], "Debian 10", "3.4.25", "1.3.11", "7.0.0", "1.2.9"),
  row([2, 31], "Ubuntu 20.04", "3.4.28", "1.3.12", "7.0.0", "1.2.9"),
  row([2, 34], "AlmaLinux 9", "3.4.29", "1.3.13", "11.0", "1.2.9"),
  row([2, 35], "Ubuntu 22.04", "3.4.30", "1.3.13", "12.0.0", "1.2.9"),
  // Read off the libraries of a Debian 12 machine.
  row([2, 36], "Debian 12", "3.4.30", "1.3.13", "12.0.0", "1.2.12"),
  row([2, 39], "Ubuntu 24.04", "3.4.33", "1.3.15", "14.0.0", "1.2.12"),
  row([2, 41], "Debian 13", "3.4.33", "1.3.15", "14.0.0", "1.2.12"),
];

/**
 * What an image with this C library has: the newest generation that is not newer, with the image's own glibc.
 * Older than all of them gives the oldest.
 */
export function systemLibraries(glibc: readonly [number, number]): SystemLibraries {
  const isOlder = (each: SystemLibraries) => each.glibc[0] * 1000 + each.glibc[1] <= glibc[0] * 1000 + glibc[1];
  const generation = SYSTEM_LIBRARIES.findLast(isOlder) ?? (SYSTEM_LIBRARIES[0] as SystemLibraries);
  return { ...generation, glibc, newest: { ...generation.newest, GLIBC: glibc.join(".") } };
}

function row(
  glibc: readonly [number, number],
  distribution: string,
  glibcxx: string,
  cxxabi: string,
  gcc: string,
  zlib: string,
): SystemLibraries {
  const newest = { GLIBC: glibc.join("."), GLIBCXX: glibcxx, CXXABI: cxxabi, GCC: gcc, ZLIB: zlib };
  return { glibc, distribution, newest };
}
