/** What the first bytes of a file say it is; `text` covers linker scripts and Git LFS pointers named `.so`. */
export type Magic = "elf" | "pe" | "mach-o" | "text" | "other";

/** The versions one file needs of one library (`.gnu.version_r`). */
export interface VersionNeed {
  /** The library as the linker recorded it: its soname, `libc.so.6`. */
  readonly library: string;
  readonly versions: readonly NeededVersion[];
}

export interface NeededVersion {
  /** `GLIBC_2.34` */
  readonly name: string;
  /** VER_FLG_WEAK: the loader does not mind when the version is absent. */
  readonly weak: boolean;
}

/**
 * What the dynamic loader will make of one ELF file.
 *
 * All strings come from the file as they stand there: they may hold control characters, whoever prints them escapes them.
 */
export interface Elf {
  readonly kind: "elf";
  /** As `uname -m` names it: `x86_64`, `aarch64`, `ppc64le`; `machine 1234` where the number is not a common one. */
  readonly machine: string;
  readonly bits: 32 | 64;
  readonly byteOrder: "little" | "big";
  readonly type: "relocatable" | "executable" | "shared" | "core" | "other";
  /** PT_INTERP: the loader that a program asks for; libraries have none. */
  readonly interpreter: string | undefined;
  /** DT_NEEDED, in the order of the file. */
  readonly needed: readonly string[];
  readonly soname: string | undefined;
  /** DT_RPATH, split at `:`; the loader ignores it when there is a DT_RUNPATH. */
  readonly rpath: readonly string[];
  /** DT_RUNPATH, split at `:`. */
  readonly runpath: readonly string[];
  readonly versionNeeds: readonly VersionNeed[];
  /** Names of the versions this file offers, without the one that merely repeats its soname. */
  readonly versionDefinitions: readonly string[];
  /** Names of the Python modules it can be imported as: `cv2` for an exported `PyInit_cv2`. At most 256. */
  readonly pythonModules: readonly string[];
  /** The x86-64 level the file refuses to run below: 1 (baseline) to 4; 0 when it states none. */
  readonly isaLevel: 0 | 1 | 2 | 3 | 4;
  /** PT_GNU_STACK; `unstated` makes the loader assume an executable one on x86-64. */
  readonly stack: "plain" | "executable" | "unstated";
  /** The loader must write into code pages (DT_TEXTREL or DF_TEXTREL). */
  readonly textRelocations: boolean;
  /** Why the rest of this record may be incomplete. */
  readonly damaged: string | undefined;
}

export interface NotElf {
  readonly kind: "not-elf";
  readonly magic: Magic;
  readonly reason: string;
}
