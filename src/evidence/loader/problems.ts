import type { LibraryAdvice } from "../../images/abi/library-advice.ts";
import type { Elf, NotElf } from "../../mount/elf/types.ts";

/** A file of the mount that is an ELF file or is named like one. */
export interface BinaryFile {
  /** POSIX, relative to the mount. A symbolic link in the mount is a separate file. */
  readonly path: string;
  readonly elf: Elf | NotElf;
}

/** The properties of a target that matter to compiled code. */
export interface PlatformTarget {
  /** Minor version, such as `3.8`. */
  readonly python: string;
  /** Version of the C library, [major, minor]. */
  readonly glibc: readonly [number, number];
  readonly architecture: "x86_64" | "aarch64";
  /**
   * The server runs in a conda environment, whose `lib` is first on `LD_LIBRARY_PATH` and usually contains a newer
   * libstdc++, libgcc_s and libz than the system: symbols newer than the system's may then still be found.
   */
  readonly conda?: boolean;
  /** Sonames known to be in the image in addition to those that every image has (CUDA in a CUDA image). */
  readonly supplied?: ReadonlySet<string>;
  /** Every soname that the image's loader finds, where the image was asked: then nothing is assumed. */
  readonly libraries?: ReadonlySet<string>;
  /** By family, the newest symbol version that the image's libraries define, where the image was asked. */
  readonly symbolVersions?: Readonly<Record<string, string>>;
}

export type Severity = "error" | "warning" | "notice";

interface ProblemOfFile {
  readonly path: string;
  readonly severity: Severity;
}

/** P2 */
export interface ForeignMachine extends ProblemOfFile {
  readonly kind: "foreign-machine";
  /** `aarch64`, `i386`, `mach-o`, `pe`, `linker-script`, `text`, `other` */
  readonly found: string;
  /** Python would open this file on import. */
  readonly importable: boolean;
}

/** P3 */
export interface NewerSymbols extends ProblemOfFile {
  readonly kind: "newer-symbols";
  /** Soname of the library that should define them. */
  readonly library: string;
  /** Oldest first. */
  readonly versions: readonly string[];
  /**
   * `image`: newer than what the image's library defines. `private`: GLIBC_PRIVATE, of another glibc. `bundled`: the
   * mount's own copy of the library does not define them.
   */
  readonly reason: "image" | "private" | "bundled";
  /** For `private`, the symbols that the image's glibc lacks; none where it lacks the version. */
  readonly symbols?: readonly string[];
  /** All of them are weak: the loader accepts that they are missing. */
  readonly weak: boolean;
  /** The newest version in the image, for `image`: `GLIBC_2.31`. */
  readonly newestAllowed: string | undefined;
  /** The first Linux distribution that has all of them, for `image`: `Ubuntu 22.04`. */
  readonly firstWith: string | undefined;
  /** The mount's copy of the library, which the loader finds (`bundled`) or does not search for (`image`). */
  readonly copy: string | undefined;
}

/** P4 */
export interface MissingLibrary extends ProblemOfFile {
  readonly kind: "missing-library";
  readonly library: string;
  /**
   * `nowhere`. `elsewhere`: in the mount, but the loader finds it only if Python code loaded it before. `driver`: part
   * of the host's GPU driver. `python`: the interpreter's shared library. `likely`: Ubuntu's base image or a conda
   * environment usually has it, without a guarantee.
   */
  readonly where: "nowhere" | "elsewhere" | "driver" | "python" | "likely";
  /** Files of the mount that are this library, for `elsewhere`. */
  readonly copies: readonly string[];
  /** The files whose loading fails because of it, other than the file itself; at most 5. */
  readonly loadedFrom: readonly string[];
  readonly advice: LibraryAdvice | undefined;
  /** Whether imports without the library decided the severity. */
  readonly isDecided?: boolean;
}

/** P5 */
export interface OddSearchPath extends ProblemOfFile {
  readonly kind: "search-path";
  /**
   * All are harmless without a finding of P4. `absolute`: a path of the build machine. `build`: in a home, workspace or
   * world-writable directory. `relative`: to the working directory of the process. `outside`: leads out of the mount.
   */
  readonly reason: "absolute" | "build" | "relative" | "outside";
  readonly entries: readonly string[];
}

/** P6, or P10 if the interpreter is another implementation or build of Python. */
export interface OtherInterpreter extends ProblemOfFile {
  readonly kind: "other-interpreter";
  /** The tag of the file name: `cpython-39-x86_64-linux-gnu`. */
  readonly tag: string;
  /** `version` and `platform` are P6; `build` (debug, free-threaded) and `implementation` (PyPy) are P10. */
  readonly differs: "version" | "platform" | "build" | "implementation";
  /** The file from which the module can be imported instead. */
  readonly instead: string | undefined;
}

/** P7 */
export interface InstructionSet extends ProblemOfFile {
  readonly kind: "instruction-set";
  /** x86-64 level 2 to 4. */
  readonly level: number;
}

/** P8 */
export interface UnusualMemory extends ProblemOfFile {
  readonly kind: "executable-stack" | "unstated-stack" | "text-relocations";
}

/** P9 */
export interface MuslBuild extends ProblemOfFile {
  readonly kind: "musl";
}

/** The file is inconsistent or truncated: the other problems found in it may be incomplete. */
export interface DamagedFile extends ProblemOfFile {
  readonly kind: "damaged";
  readonly reason: string;
}

export type CompiledCodeProblem =
  | ForeignMachine
  | NewerSymbols
  | MissingLibrary
  | OddSearchPath
  | OtherInterpreter
  | InstructionSet
  | UnusualMemory
  | MuslBuild
  | DamagedFile;
