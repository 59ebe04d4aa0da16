import { emptyOutputs } from "./delivery/outputs.ts";
import { ExitCode, isDiskFull, messageOf, UserError, userErrorsOf } from "./errors.ts";
import { job } from "./job.ts";
import type { RawOptions } from "./options/table.ts";
import type { Host } from "./runner/host.ts";
import { literal } from "./text.ts";

const ISSUES = "the repository's issue tracker";

/** Runs the job and turns whatever it throws into annotations, outputs and an exit code. */
export async function runJob(raw: RawOptions, host: Host): Promise<ExitCode> {
  try {
    const { exitCode, outputs, summary } = await job(raw, host);
    await host.publish(outputs, summary);
    return exitCode;
  } catch (thrown) {
    const errors = userErrorsOf(fullDisk(thrown) ?? thrown);
    const message = errors.length > 0 ? errors.map((error) => tell(error, host)).join("\n") : tellBug(thrown, host);
    const summary = `## ❌ ${headline(raw.mode)}\n\n${quoted(message)}\n`;
    // Where not even this can be handed over, the log has said it.
    await host
      .publish({ ...emptyOutputs(), error: message }, summary)
      .catch((error) => host.log.debug(messageOf(error)));
    return errors[0]?.exitCode ?? ExitCode.bug;
  } finally {
    await host.dispose();
  }
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

function headline(mode: string | undefined): string {
  return mode === "restore" ? "Not restored" : mode === "verify" ? "Not proven" : "Not built";
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

function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${literal(line)}`)
    .join("\n");
}
