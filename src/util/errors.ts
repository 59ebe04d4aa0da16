/** Exit codes of the command line; in the action, every code except 0 fails the step. */
export const ExitCode = {
  passed: 0,
  findings: 1,
  input: 2,
  install: 3,
  delivery: 4,
  bug: 70,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The location of a problem: an absolute file path and a line counted from 1. */
export interface Place {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

interface Details extends Place {
  /** What to do about it, as a sentence or a snippet to paste. */
  readonly hint?: string | undefined;
  readonly exitCode?: ExitCode;
  readonly cause?: unknown;
}

/** An error that the user can fix. Any other error is a bug in this tool. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly place: Place;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  constructor(message: string, { file, line, hint, exitCode = ExitCode.input, cause }: Details = {}) {
    super(message, { cause });
    this.place = { file, line };
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

/** Several user errors found in one run, so that the user can fix all of them together. */
export class UserErrors extends Error {
  override readonly name = "UserErrors";
  readonly errors: readonly UserError[];

  constructor(errors: readonly UserError[]) {
    super(errors.map((error) => error.message).join("\n"));
    this.errors = errors;
  }
}

/** Collects problems and throws them together. */
export class Problems {
  readonly #errors: UserError[] = [];

  add(message: string, details: Details = {}): void {
    this.#errors.push(new UserError(message, details));
  }

  /** Runs `work`; if it throws a user error, adds it to the problems and returns `undefined`. */
  collect<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#errors.push(error);
      return undefined;
    }
  }

  /** The same for work that may find several problems at once. */
  collectAll<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      const found = userErrorsOf(error);
      if (found.length === 0) throw error;
      this.#errors.push(...found);
      return undefined;
    }
  }

  /** @throws UserErrors if there is any problem */
  throwIfAny(): void {
    if (this.#errors.length > 0) throw new UserErrors(this.#errors);
  }
}

/** The user errors in what was thrown; empty for a bug in this tool. */
export function userErrorsOf(thrown: unknown): readonly UserError[] {
  if (thrown instanceof UserErrors) return thrown.errors;
  return thrown instanceof UserError ? [thrown] : [];
}

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** True for a Node system error with one of the given codes, such as `ENOENT`; without codes, with any code. */
export function isSystemError(thrown: unknown, ...codes: string[]): thrown is NodeJS.ErrnoException {
  const { code, syscall } = thrown instanceof Error ? (thrown as NodeJS.ErrnoException) : {};
  return codes.length === 0 ? syscall !== undefined : codes.includes(code ?? "");
}

/** The messages of Node and of the programs that are run. */
const FULL_DISK = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/;

/** A full disk says nothing about the file being read or unpacked, and is not a bug. */
export function isDiskFull(thrown: unknown): boolean {
  return !(thrown instanceof UserError) && FULL_DISK.test(messageOf(thrown));
}

/** For files and processes that may not exist, or may disappear at any time. */
export function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
