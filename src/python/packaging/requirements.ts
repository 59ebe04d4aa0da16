import { relative } from "node:path";

/** One line of a requirements file, or of the `packages` input (then without a file). */
export interface Requirement {
  /** Absolute, or `null` for the `packages` input. */
  readonly file: string | null;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** From a `-c` file: it limits versions and requests nothing. */
  readonly constraint: boolean;
  readonly editable: boolean;
  /** Normalised; `null` where only a build can tell (a local directory). */
  readonly name: string | null;
  /** Normalised. */
  readonly extras: readonly string[];
  readonly specifier: string;
  /** The exact version, when there is one. */
  readonly pinned: string | null;
  readonly url: string | null;
  readonly hashes: readonly string[];
  /** What `--config-settings` on its line passes to the build backend. */
  readonly settings?: Readonly<Record<string, string | readonly string[]>> | null;
  /** What `--global-option` on its line passes to `setup.py`. */
  readonly globalOptions?: readonly string[] | null;
  readonly marker: string | null;
  /** Whether the marker holds for the interpreter that builds. */
  readonly applies: boolean;
}

export interface RequirementsFile {
  /** Absolute. */
  readonly path: string;
  readonly constraint: boolean;
}

export interface OptionLine {
  readonly file: string;
  readonly line: number;
  /** As written, with the names of variables and without credentials. */
  readonly text: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** The same with credentials: for programs that ask an index, never for messages or files. */
  readonly secretValues: Readonly<Record<string, unknown>>;
}

/** The distributions, or `:all:`, that all lines together allow only as sources and only as wheels. */
export interface AllowedBinaries {
  readonly no_binary: readonly string[];
  readonly only_binary: readonly string[];
}

/** What a git server gets as user name and password, for one repository. */
export interface GitUser {
  /** Its address, without user info. */
  readonly repository: string;
  readonly name: string;
  /** May be empty, if the name is a token. */
  readonly password: string;
}

/** A local project, and the copy that is built in its place. Both are absolute. */
export interface LocalCopy {
  readonly from: string;
  readonly to: string;
}

/** Everything that requirements files and the input `packages` request. */
export interface Requirements {
  readonly files: readonly RequirementsFile[];
  readonly requirements: readonly Requirement[];
  readonly options: readonly OptionLine[];
  /** Absolute paths of the requirements files that pip reads. */
  readonly installable: readonly string[];
  /** The same for uv, which refuses or ignores much of what pip's parser takes; without it, uv reads `installable`. */
  readonly installableByUv?: readonly string[] | undefined;
  /** The lock file that is installed in place of the requirements, absolute; its lines are among the constraints. */
  readonly lock?: string | undefined;
  /** Local projects that are built from a copy; `installable` names the copies. */
  readonly copies?: readonly LocalCopy[] | undefined;
  /** Those that were removed from `installable`. */
  readonly gitUsers?: readonly GitUser[] | undefined;
  /** SHA-256 of the addresses that have a query, which is not in the texts; `""` if none has. */
  readonly queries?: string | undefined;
}

/** The requirements that request a distribution: not constraints, and only those whose environment marker holds. */
export function requested<T extends Pick<Requirement, "constraint" | "applies">>(requirements: readonly T[]): T[] {
  return requirements.filter(isAskedFor);
}

/** Whether the next build installs the same. What is on this machine is part of the repository, or of the cache key. */
export function isPinned(requirement: Requirement): boolean {
  if (requirement.url === null) return requirement.pinned !== null;
  if (requirement.url.startsWith("file:")) return true;
  return (
    requirement.hashes.length > 0 || /@[0-9a-f]{40}(#|$)/.test(requirement.text) || /#sha256=/.test(requirement.text)
  );
}

/** `requirements.txt:3`, relative to the workspace when inside. */
export function placeName(file: string, line: number | null | undefined, workspace: string): string {
  const way = relative(workspace, file);
  const name = way.startsWith("..") ? file : way;
  return line ? `${name}:${line}` : name;
}

/** Whether a line asks for a distribution here: it is no constraint, and its marker holds for the target. */
export function isAskedFor({ constraint, applies }: Pick<Requirement, "constraint" | "applies">): boolean {
  return !constraint && applies;
}
