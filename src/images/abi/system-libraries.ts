import data from "./system-libraries.json" with { type: "json" };

/** Families of symbol versions that libraries of the container define: libc and its family, libstdc++ (two), libgcc_s, libz. */
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

/** Generations of images, oldest first. */
export const SYSTEM_LIBRARIES: readonly SystemLibraries[] = data.generations.map((row) => {
  const { distribution, GLIBCXX, CXXABI, GCC, ZLIB } = row;
  const glibc = row.glibc as [number, number];
  return { glibc, distribution, newest: { GLIBC: glibc.join("."), GLIBCXX, CXXABI, GCC, ZLIB } };
});

/** Symbol versions without a number → the first glibc of the generation that has them, [major, minor]. */
export const MARKERS: ReadonlyMap<string, readonly number[]> = new Map(
  Object.entries(data.markers).map(([name, { since }]) => [name, since]),
);

/**
 * What an image with this C library has: the newest generation that is not newer, with the image's own glibc.
 * Older than all of them gives the oldest.
 */
export function systemLibraries(glibc: readonly [number, number]): SystemLibraries {
  const isOlder = (each: SystemLibraries) => each.glibc[0] * 1000 + each.glibc[1] <= glibc[0] * 1000 + glibc[1];
  const generation = SYSTEM_LIBRARIES.findLast(isOlder) ?? (SYSTEM_LIBRARIES[0] as SystemLibraries);
  return { ...generation, glibc, newest: { ...generation.newest, GLIBC: glibc.join(".") } };
}

/** By glibc, `2.31`: sonames that every image has, besides those of glibc and GCC. */
const BASE_LIBRARIES = new Map(
  data.generations.flatMap(({ glibc, libraries }) =>
    libraries === undefined ? [] : [[glibc.join("."), new Set<string>(libraries)] as const],
  ),
);

/**
 * Whether every image with this C library has a library of the base system: `no` where it has another version, `maybe` where
 * only images with another C library are known to have it, `undefined` for a library that is none of the base system.
 */
export function isInBase(soname: string, glibc: readonly [number, number]): "yes" | "no" | "maybe" | undefined {
  const own = BASE_LIBRARIES.get(glibc.join("."));
  if (own === undefined) return [...BASE_LIBRARIES.values()].some((names) => names.has(soname)) ? "maybe" : undefined;
  if (own.has(soname)) return "yes";
  return [...own].some((each) => stemOf(each) === stemOf(soname)) ? "no" : undefined;
}

/** `libmagic.so.1` → `libmagic` */
function stemOf(soname: string): string {
  return soname.split(".so", 1)[0] ?? "";
}
