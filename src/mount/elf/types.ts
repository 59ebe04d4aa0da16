/**
 * The file format according to the first bytes. `linker-script`: text that names libraries for the linker, as `libc.so` of
 * glibc's development files; `text` includes Git LFS pointers named `.so`.
 */
export type Magic = "elf" | "pe" | "mach-o" | "linker-script" | "text" | "other";

/** The versions one file needs of one library (`.gnu.version_r`). */
export interface VersionNeed {
  /** The library as the linker recorded it: its soname, `libc.so.6`. */
  readonly library: string;
  readonly versions: readonly NeededVersion[];
}

export interface NeededVersion {
  /** `GLIBC_2.34` */
  readonly name: string;
  /** VER_FLG_WEAK: the loader accepts that the version is missing. */
  readonly weak: boolean;
}

/**
 * What the dynamic loader reads from one ELF file.
 *
 * Strings are as they are in the file: they may contain control characters, and must be escaped before they are
 * printed.
 */
export interface Elf {
  readonly kind: "elf";
  /** As in `uname -m`: `x86_64`, `aarch64`, `ppc64le`; `machine 1234` if the number is not a common one. */
  readonly machine: string;
  readonly bits: 32 | 64;
  readonly byteOrder: "little" | "big";
  readonly type: "relocatable" | "executable" | "shared" | "core" | "other";
  /** PT_INTERP: the loader that a program requests; libraries have none. */
  readonly interpreter: string | undefined;
  /** DT_NEEDED, in the order of the file. */
  readonly needed: readonly string[];
  readonly soname: string | undefined;
  /** DT_RPATH, split at `:`; the loader ignores it if there is a DT_RUNPATH. */
  readonly rpath: readonly string[];
  /** DT_RUNPATH, split at `:`. */
  readonly runpath: readonly string[];
  readonly versionNeeds: readonly VersionNeed[];
  /** Symbols of the version GLIBC_PRIVATE without which the loader rejects the file; those that are weak are left out. */
  readonly privateSymbols: readonly string[];
  /** Names of the versions that this file defines, without the one that only repeats its soname. */
  readonly versionDefinitions: readonly string[];
  /** Names of the Python modules it can be imported as: `cv2` for an exported `PyInit_cv2`. At most 256. */
  readonly pythonModules: readonly string[];
  /** The lowest x86-64 level on which the file runs: 1 (baseline) to 4; 0 if it states none. */
  readonly isaLevel: 0 | 1 | 2 | 3 | 4;
  /** PT_GNU_STACK; `unstated` makes the loader assume an executable one on x86-64. */
  readonly stack: "plain" | "executable" | "unstated";
  /** The loader must write into code pages (DT_TEXTREL or DF_TEXTREL). */
  readonly textRelocations: boolean;
  /** Why the rest of this record may be incomplete, if so. */
  readonly damaged: string | undefined;
}

export interface NotElf {
  readonly kind: "not-elf";
  readonly magic: Magic;
  readonly reason: string;
}
