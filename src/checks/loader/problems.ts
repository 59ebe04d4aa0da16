import type { Elf, NotElf } from "../../mount/elf/types.ts";
import type { LibraryAdvice } from "../../target/libraries.ts";

/** A file of the mount that is an ELF file or is named as if it were one. */
export interface BinaryFile {
  /** Relative to the mount, with `/`. A symbolic link in the mount is a file of its own. */
  readonly path: string;
  readonly elf: Elf | NotElf;
}

/** What of a target compiled code meets. */
export interface PlatformTarget {
  /** Minor version, such as `3.8`. */
  readonly python: string;
  /** Version of the C library, [major, minor]. */
  readonly glibc: readonly [number, number];
  readonly architecture: "x86_64" | "aarch64";
  /**
   * The server runs in a conda environment, whose `lib` is first on `LD_LIBRARY_PATH` and mostly holds a newer
   * libstdc++, libgcc_s and libz than the system: what exceeds the system's is then doubtful, not wrong.
   */
  readonly conda?: boolean;
  /** Sonames known to be in the image beyond those that every image supplies (CUDA in a CUDA image). */
  readonly supplied?: ReadonlySet<string>;
}

export type Severity = "error" | "warning" | "notice";

interface Problem {
  readonly path: string;
  readonly severity: Severity;
}

/** P2 */
export interface ForeignMachine extends Problem {
  readonly kind: "foreign-machine";
  /** `aarch64`, `i386`, `mach-o`, `pe`, `text`, `other` */
  readonly found: string;
  /** Python would open this file on import. */
  readonly importable: boolean;
}

/** P3 */
export interface NewerSymbols extends Problem {
  readonly kind: "newer-symbols";
  /** Soname of the library that would have to define them. */
  readonly library: string;
  /** Oldest first. */
  readonly versions: readonly string[];
  /**
   * `image`: newer than the image's library defines. `private`: tied to one build of glibc. `bundled`: the mount's own
   * copy of the library does not define them.
   */
  readonly reason: "image" | "private" | "bundled";
  /** All of them are weak: the loader lets them be absent. */
  readonly weak: boolean;
  /** The newest that the image has, for `image`: `GLIBC_2.31`. */
  readonly newestAllowed: string | undefined;
  /** A distribution that has them all, for `image`: `Ubuntu 22.04`. */
  readonly firstWith: string | undefined;
  /** The mount's copy of the library, reached (`bundled`) or standing where the loader does not look (`image`). */
  readonly copy: string | undefined;
}

/** P4 */
export interface MissingLibrary extends Problem {
  readonly kind: "missing-library";
  readonly library: string;
  /**
   * `nowhere`. `elsewhere`: in the mount, where the loader finds it only if Python code loaded it before. `driver`: of
   * the host's GPU. `python`: the interpreter's shared library. `likely`: Ubuntu's base image or a conda environment
   * usually has it, which nobody promises.
   */
  readonly where: "nowhere" | "elsewhere" | "driver" | "python" | "likely";
  /** Files of the mount that are this library, for `elsewhere`. */
  readonly copies: readonly string[];
  /** What is imported or opened when the loader misses it, if not the file itself; at most 5. */
  readonly loadedFrom: readonly string[];
  readonly advice: LibraryAdvice | undefined;
}

/** P5 */
export interface OddSearchPath extends Problem {
  readonly kind: "search-path";
  /**
   * `absolute`: of a machine where it was built, harmless when P4 is silent. `build`: in a home, workspace or
   * world-writable directory. `relative`: to the working directory of the process. `outside`: leads out of the mount.
   */
  readonly reason: "absolute" | "build" | "relative" | "outside";
  readonly entries: readonly string[];
}

/** P6, and P10 where the interpreter is another kind of Python altogether. */
export interface OtherInterpreter extends Problem {
  readonly kind: "other-interpreter";
  /** The tag of the file name: `cpython-39-x86_64-linux-gnu`. */
  readonly tag: string;
  /** `version` and `platform` are P6; `build` (debug, free-threaded) and `implementation` (PyPy) are P10. */
  readonly differs: "version" | "platform" | "build" | "implementation";
  /** The module can be imported all the same, from this file. */
  readonly instead: string | undefined;
}

/** P7 */
export interface InstructionSet extends Problem {
  readonly kind: "instruction-set";
  /** x86-64 level 2 to 4. */
  readonly level: number;
}

/** P8 */
export interface UnusualMemory extends Problem {
  readonly kind: "executable-stack" | "unstated-stack" | "text-relocations";
}

/** P9 */
export interface MuslBuild extends Problem {
  readonly kind: "musl";
}

/** The file contradicts itself or is cut off: what else was found about it may be incomplete. */
export interface DamagedFile extends Problem {
  readonly kind: "damaged";
  readonly reason: string;
}

export type PlatformProblem =
  | ForeignMachine
  | NewerSymbols
  | MissingLibrary
  | OddSearchPath
  | OtherInterpreter
  | InstructionSet
  | UnusualMemory
  | MuslBuild
  | DamagedFile;
