import { join } from "node:path";
import type { Options } from "../options/options.ts";
import { cleanEnvironment } from "../python/environment.ts";
import type { Interpreter } from "../python/interpreter.ts";
import { probe } from "../python/probe.ts";

/** One import of the scoring script, or of a module beside it that it imports. */
export interface ScoringImport {
  /** Dotted and absolute. */
  readonly module: string;
  /** What `from module import …` names. */
  readonly names: readonly string[];
  /** Absolute. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /**
   * `start`: it runs with the module, or in `init` or `run`; `call`: in another function; `guarded`: an ImportError is
   * caught; `fallback`: where it is caught.
   */
  readonly when: "start" | "call" | "guarded" | "fallback";
  /** For a fallback: the modules whose absence leads there. */
  readonly instead: readonly string[];
  /** Whether a file of the scoring directory is imported by it. */
  readonly local: boolean;
}

/** A directory that the scoring script names by its place beside itself. */
export interface PathAddition {
  /** POSIX, relative to the scoring directory. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
}

type Beside = readonly (readonly [name: string, kind: "package" | "module" | "directory"])[];

/** What the scoring script imports, read from the syntax tree by the target's Python. */
export interface ScoringImports {
  readonly imports: readonly ScoringImport[];
  /** Files that this Python cannot read. */
  readonly errors: readonly { readonly file: string; readonly line: number; readonly message: string }[];
  /** Names that can be imported from the scoring directory, and from the code directory. */
  readonly beside: { readonly scoring: Beside; readonly code: Beside };
  /** Something is imported by a name that is made at run time. */
  readonly dynamic: boolean;
  /** Texts that name a shared library, as one that is opened with ctypes is named. */
  readonly libraries: readonly string[];
  /** What the scoring script appends to `sys.path` whatever happens. */
  readonly pathAdditions: readonly PathAddition[];
}

export async function readScoringImports(
  options: Options,
  python: Interpreter,
  environment: NodeJS.ProcessEnv,
): Promise<ScoringImports> {
  const question = {
    script: options.scoringScript,
    directory: options.scoringDirectory,
    codeDirectory: options.codeDirectory,
    skip: [join(options.mountParent, options.environmentName)],
  };
  return await probe<ScoringImports>(python.path, "scoring_imports", question, {
    environment: cleanEnvironment(environment),
  });
}
