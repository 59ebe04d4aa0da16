import { runCommand } from "./commands/choose-command.ts";
import type { Host } from "./host/host.ts";
import { shownPath } from "./host/log-text.ts";
import { maskGiven } from "./inputs/given-secrets.ts";
import type { RawOptions } from "./inputs/table.ts";
import { Progress } from "./progress/progress.ts";
import { failedRun, interruptedRun } from "./report/failed-run.ts";
import { ExitCode, isDiskFull, isSystemError, messageOf, UserError, userErrorsOf } from "./util/errors.ts";
import { plural } from "./util/text.ts";

const ISSUES = "the repository's issue tracker";
/** Codes of system errors that the user can fix: permissions, disk errors, paths that are already in use. */
const REFUSALS =
  "EACCES EPERM EROFS EBUSY EEXIST EISDIR ENOTDIR ENOTEMPTY ELOOP EMFILE ENFILE EIO ESTALE ETXTBSY ENAMETOOLONG".split(
    " ",
  );

/** Runs the job and turns an error or a signal into annotations, outputs and an exit code. */
export async function runJob(raw: RawOptions, host: Host): Promise<ExitCode> {
  const progress = new Progress(raw.mode);
  maskGiven(raw, host);
  let isOver = false; // outputs are published once: when a signal ends a program, the job throws as well
  host.onSignal((signal) => {
    if (!isOver) publishFailure(interruptedRun(signal, progress, host), host);
    isOver = true;
  });
  try {
    const { exitCode, outputs, summary } = await runCommand(raw, progress, host);
    if (isOver) return exitCode;
    progress.begin("outputs");
    host.publish(outputs);
    isOver = true;
    host.summarise(summary);
    return exitCode;
  } catch (thrown) {
    if (isOver) return ExitCode.bug;
    const { errors, message } = logThrown(thrown, progress, host);
    const failed = failedRun(message, progress, host);
    if (errors.length > 1) host.log.info(lastLine(errors, host));
    publishFailure(failed, host);
    isOver = true;
    return exitCodeOf(errors, progress);
  } finally {
    await host.dispose();
  }
}

/**
 * Runs work that has no outputs and no summary.
 * @param work returns the exit code
 */
export async function runTask(work: () => Promise<ExitCode>, host: Host): Promise<ExitCode> {
  const progress = new Progress(undefined);
  let isOver = false;
  host.onSignal(() => {
    isOver = true;
  });
  try {
    return await work();
  } catch (thrown) {
    return isOver ? ExitCode.bug : exitCodeOf(logThrown(thrown, progress, host).errors, progress);
  } finally {
    await host.dispose();
  }
}

function publishFailure({ outputs, summary }: ReturnType<typeof failedRun>, host: Host): void {
  try {
    host.publish(outputs);
  } catch (reason) {
    host.log.debug(messageOf(reason)); // the error itself is already in the log
  }
  host.summarise(summary);
}

/** @returns what the user can fix, and what was logged */
function logThrown(
  thrown: unknown,
  progress: Progress,
  host: Host,
): { readonly errors: readonly UserError[]; readonly message: string } {
  const errors = userErrorsOf(fullDisk(thrown) ?? refusedFile(thrown, progress) ?? thrown);
  const message = errors.length > 0 ? errors.map((error) => logError(error, host)).join("\n") : logBug(thrown, host);
  return { errors, message };
}

/** The end of a log with several errors; a single one is itself the end, and says what to do. */
function lastLine(errors: readonly UserError[], { reword, workspace }: Host): string {
  const [{ message, place } = { message: "", place: {} }] = errors;
  const where = place.file === undefined ? "" : shownPath(place.file, workspace);
  const line = place.line === undefined ? where : `${where}:${place.line}`;
  const isNamed = line === "" || message.startsWith(line);
  const first = `${isNamed ? "" : `${line}: `}${reword(message).split("\n")[0]}`;
  return `Failed, ${plural(errors.length, "error")}. Fix first: ${first}`;
}

/** Findings of severity error decide the exit code, even if a file could not be written afterwards. */
function exitCodeOf([first]: readonly UserError[], { facts }: Progress): ExitCode {
  if (first === undefined) return ExitCode.bug;
  return facts.verdict?.passed === false ? ExitCode.findings : first.exitCode;
}

/** A full disk can fail any step, also in a Python process that this tool runs. */
function fullDisk(thrown: unknown): UserError | undefined {
  if (userErrorsOf(thrown).length > 0 || !isDiskFull(thrown)) return undefined;
  return new UserError(`The disk is full or its quota is exceeded: ${messageOf(thrown)}`, {
    hint: "Free space for the packages, their archive and a copy of each, then run again.",
    exitCode: ExitCode.delivery,
    cause: thrown,
  });
}

/** A system error, with the message of the step in which it occurred. */
function refusedFile(thrown: unknown, { refused }: Progress): UserError | undefined {
  const isWriting = refused.exitCode === ExitCode.delivery;
  if (!isSystemError(thrown, ...(isWriting ? [] : REFUSALS))) return undefined;
  const { message, hint, exitCode } = refused;
  return new UserError(`${message}: ${messageOf(thrown)}.`, { hint, exitCode, cause: thrown });
}

function logError({ message, hint, place }: UserError, host: Host): string {
  const text = host.log.shown(host.reword(hint === undefined ? message : `${message}\n${hint}`));
  host.log.error(text, place);
  return text;
}

function logBug(thrown: unknown, host: Host): string {
  const message = host.log.shown(`This is a bug in azureml-extra-packages: ${messageOf(thrown)}`);
  host.log.error(`${message}\nPlease report it in ${ISSUES}, with the log of a run with debug logging enabled.`);
  host.log.debug(thrown instanceof Error ? (thrown.stack ?? "") : String(thrown));
  return message;
}
