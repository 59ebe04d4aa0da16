import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { FETCHING_LIBRARIES } from "../images/advice/run-time-downloads.ts";
import type { Options } from "../inputs/options.ts";
import { cleanEnvironment } from "../python/child-environment.ts";
import type { Interpreter } from "../python/interpreter/interpreter.ts";
import { probe } from "../python/questions.ts";

/** One import of the scoring script, or of a module in the scoring directory that it imports. */
export interface ScoringImport {
  /** Dotted and absolute. */
  readonly module: string;
  /** The names after `from module import`. */
  readonly names: readonly string[];
  /** Absolute. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /**
   * `start`: it runs at module level, in `init` or `run`, or in a function that these call; `call`: in another function;
   * `guarded`: an ImportError is caught; `fallback`: in the handler that catches it.
   */
  readonly when: "start" | "call" | "guarded" | "fallback";
  /** For a fallback: the modules that it replaces. */
  readonly instead: readonly string[];
  /** Whether it imports a file of the scoring directory. */
  readonly local: boolean;
  /** Dotted names that it needs from a module of the scoring directory, which certainly does not have them. */
  readonly absent: readonly string[];
}

/** An import, or a statement between imports that changes what later ones do. Names are dotted. */
export type ScoringStep =
  /** Index of the import. */
  | { readonly import: number }
  /** An environment variable is set; `null` for a value that is computed. */
  | { readonly variable: string; readonly value: string | null }
  /** An attribute of a module is replaced by a value that has a name. */
  | { readonly attribute: string; readonly value: string }
  /** Something is called or assigned that may have any effect. */
  | { readonly alters: string };

/** A literal that is no path, or the dotted name of what is computed, `null` where it is more than names. */
export type CallArgument = string | boolean | null | { readonly code: string | null };

/** A call of a library, in the scoring script or in a module of the scoring directory that it imports. */
export interface ScoringCall {
  /** Dotted, resolved through the imports of the file: `transformers.AutoModel.from_pretrained`. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** By position (`0`) or keyword. */
  readonly arguments: Readonly<Record<string, CallArgument>>;
}

/** A directory that the scoring script adds to `sys.path` at its top, relative to its own location. */
export interface PathAddition {
  /** POSIX, relative to the scoring directory. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A system library that a call opens by name, with ctypes or cffi. */
export interface OpenedLibrary extends Pick<ScoringImport, "file" | "line" | "when"> {
  /** A soname, or the part before `.so` for any version. */
  readonly library: string;
}

type Beside = readonly (readonly [name: string, kind: "package" | "module" | "directory"])[];

/** What the scoring script imports, read from the syntax tree by the target's Python. */
export interface ScoringImports {
  readonly imports: readonly ScoringImport[];
  /** In the order in which they run. */
  readonly steps: readonly ScoringStep[];
  /** Files that this Python cannot parse. */
  readonly errors: readonly { readonly file: string; readonly line: number; readonly message: string }[];
  /** Names that can be imported from the scoring directory, the code directory, and directories added to `sys.path`. */
  readonly beside: { readonly scoring: Beside; readonly code: Beside; readonly added: Beside };
  /** Whether something is imported by a name that is computed at run time. */
  readonly dynamic: boolean;
  /** String literals that look like the name of a shared library, for example one that is opened with ctypes. */
  readonly libraries: readonly string[];
  /** Directories that the scoring script adds to `sys.path` unconditionally. */
  readonly pathAdditions: readonly PathAddition[];
  /** Libraries that calls in the user's own modules open by name. */
  readonly opened: readonly OpenedLibrary[];
  /** Where directories are added to `sys.path` that are not known here. Absolute. */
  readonly unknownPaths: readonly { readonly file: string; readonly line: number }[];
  /** Calls of the libraries that can fetch something at run time. */
  readonly calls: readonly ScoringCall[];
}

/** Where there is no interpreter that can read the scoring script. */
export const NOTHING_READ: ScoringImports = {
  imports: [],
  steps: [],
  errors: [],
  beside: { scoring: [], code: [], added: [] },
  dynamic: false,
  libraries: [],
  pathAdditions: [],
  opened: [],
  unknownPaths: [],
  calls: [],
};

export async function readScoringImports(
  options: Options,
  python: Interpreter,
  { environment, temporary }: Pick<Host, "environment" | "temporary">,
): Promise<ScoringImports> {
  const question = {
    script: options.scoringScript,
    directory: options.scoringDirectory,
    codeDirectory: options.codeDirectory,
    skip: [join(options.mountParent, options.environmentName)],
    callsOf: FETCHING_LIBRARIES,
    modelDirectory: options.modelDirectory,
  };
  return await probe<ScoringImports>(python.path, "scoring_imports", question, {
    environment: cleanEnvironment(environment),
    temporary,
  });
}
