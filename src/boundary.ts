import { Progress } from "./delivery/progress.ts";
import { ExitCode, isDiskFull, isSystemError, messageOf, UserError, userErrorsOf } from "./errors.ts";
import { job } from "./job.ts";
import { failedRun, interruptedRun } from "./jobs/failed-run.ts";
import type { RawOptions } from "./options/table.ts";
import type { Host } from "./runner/host.ts";

const ISSUES = "the repository's issue tracker";
/** Error codes of the operating system that the user can fix: permissions, a full or broken disk, a file in the way. */
const REFUSALS =
  "EACCES EPERM EROFS EBUSY EEXIST EISDIR ENOTDIR ENOTEMPTY ELOOP EMFILE ENFILE EIO ESTALE ETXTBSY ENAMETOOLONG".split(
    " ",
  );

/** Runs the job and turns whatever it throws, or a signal, into annotations, outputs and an exit code. */
export async function runJob(raw: RawOptions, host: Host): Promise<ExitCode> {
  const progress = new Progress(raw.mode);
  let isOver = false; // what was handed over stays: programs that a signal ended make the job throw too
  host.onSignal((signal) => {
    if (!isOver) handOverFailure(interruptedRun(signal, progress, host), host);
    isOver = true;
  });
  try {
    const { exitCode, outputs, summary } = await job(raw, progress, host);
    if (isOver) return exitCode;
    progress.begin("outputs");
    host.publish(outputs);
    isOver = true;
    host.summarise(summary);
    return exitCode;
  } catch (thrown) {
    if (isOver) return ExitCode.bug;
    const errors = userErrorsOf(fullDisk(thrown) ?? refusedFile(thrown, progress) ?? thrown);
    const message = errors.length > 0 ? errors.map((error) => tell(error, host)).join("\n") : tellBug(thrown, host);
    handOverFailure(failedRun(message, progress, host), host);
    isOver = true;
    return exitCodeOf(errors, progress);
  } finally {
    await host.dispose();
  }
}

function handOverFailure({ outputs, summary }: ReturnType<typeof failedRun>, host: Host): void {
  try {
    host.publish(outputs);
  } catch (reason) {
    host.log.debug(messageOf(reason)); // the log says it already
  }
  host.summarise(summary);
}

/** Findings of severity error count for more than a file that could not be written after them. */
function exitCodeOf([first]: readonly UserError[], { facts }: Progress): ExitCode {
  if (first === undefined) return ExitCode.bug;
  return facts.verdict?.green === false ? ExitCode.findings : first.exitCode;
}

/** A full disk shows anywhere, in a Python that we asked too. */
function fullDisk(thrown: unknown): UserError | undefined {
  if (userErrorsOf(thrown).length > 0 || !isDiskFull(thrown)) return undefined;
  return new UserError(`There is no room on the disk: ${messageOf(thrown)}`, {
    hint: "Make room for the packages, their archive and a copy of each, and run it again.",
    exitCode: ExitCode.delivery,
    cause: thrown,
  });
}

/** A file that the operating system refuses, by the step in which it did. */
function refusedFile(thrown: unknown, { refused }: Progress): UserError | undefined {
  const isWriting = refused.exitCode === ExitCode.delivery;
  if (!isSystemError(thrown, ...(isWriting ? [] : REFUSALS))) return undefined;
  const { message, hint, exitCode } = refused;
  return new UserError(`${message}: ${messageOf(thrown)}.`, { hint, exitCode, cause: thrown });
}

function tell({ message, hint, place }: UserError, host: Host): string {
  const text = hint === undefined ? message : `${message}\n${hint}`;
  host.log.error(text, place);
  return text;
}

function tellBug(thrown: unknown, host: Host): string {
  const message = `This is a bug of azureml-extra-packages: ${messageOf(thrown)}`;
  host.log.error(`${message}\nPlease report it to ${ISSUES}, with the log of a run with debug logging.`);
  host.log.debug(thrown instanceof Error ? (thrown.stack ?? "") : String(thrown));
  return message;
}
