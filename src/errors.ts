/** Exit codes of the command line; the action reports every code but 0 as a failed step. */
export const ExitCode = {
  green: 0,
  findings: 1,
  input: 2,
  install: 3,
  delivery: 4,
  bug: 70,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Where a problem stands: an absolute file path and a line counted from 1. */
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

/** Something the user can mend. Anything else that is thrown is a bug of ours. */
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

/** Several user errors found in one pass, so that nobody mends them one run at a time. */
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

  /** Runs `work`; a user error becomes one of the problems and the answer is `undefined`. */
  collect<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#errors.push(error);
      return undefined;
    }
  }

  /** @throws UserErrors when there is any problem */
  throwIfAny(): void {
    if (this.#errors.length > 0) throw new UserErrors(this.#errors);
  }
}

/** The user errors inside anything that was thrown; empty when it is a bug of ours. */
export function userErrorsOf(thrown: unknown): readonly UserError[] {
  if (thrown instanceof UserErrors) return thrown.errors;
  return thrown instanceof UserError ? [thrown] : [];
}

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** True for a Node system error of one of the given codes, such as `ENOENT`; without codes, of any. */
export function isSystemError(thrown: unknown, ...codes: string[]): thrown is NodeJS.ErrnoException {
  const { code, syscall } = thrown instanceof Error ? (thrown as NodeJS.ErrnoException) : {};
  return codes.length === 0 ? syscall !== undefined : codes.includes(code ?? "");
}

/** As Node says it, and the programs that we ask. */
const FULL_DISK = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/;

/** No fault of what was being read or unpacked, and no bug. */
export function isDiskFull(thrown: unknown): boolean {
  return !(thrown instanceof UserError) && FULL_DISK.test(messageOf(thrown));
}

/** For what may be gone meanwhile, or was never there. */
export function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
