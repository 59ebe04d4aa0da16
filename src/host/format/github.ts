import { orNothing, UserError } from "../../util/errors.ts";
import { CommandFiles } from "../github/command-files.ts";
import { githubLog } from "../github/log.ts";
import { writeOutputs, writeSummary } from "../github/outputs.ts";
import type { Presentation, Setting } from "./format.ts";
import { masked } from "./text.ts";

/**
 * For a `run:` step of GitHub Actions: workflow commands on standard output, the outputs in the file of the step.
 * @throws UserError outside such a step
 */
export function githubFormat(commandFiles: CommandFiles, { workspace, masks, json, reword }: Setting): Presentation {
  if (json) {
    throw new UserError("--json and --format github contradict each other: the outputs are those of the step.", {
      hint: "Read them with steps.<id>.outputs, or leave out one of the flags.",
    });
  }
  // A signal leaves no time to wait for programs to end before the outputs are written.
  process.once("exit", () => orNothing(() => commandFiles.restore()));
  const log = githubLog(workspace, masks);
  return {
    log: {
      ...log,
      notice: (message, place) => log.notice(reword(message), place),
      warning: (message, place) => log.warning(reword(message), place),
      error: (message, place) => log.error(reword(message), place),
    },
    publish: (outputs) => {
      const changed = commandFiles.restore();
      if (changed.length > 0) log.warning(`Another program wrote to ${changed.join(", ")}; the change was undone.`);
      commandFiles.write(() => writeOutputs(masked(outputs, masks)));
    },
    summarise: (summary) => commandFiles.write(() => writeSummary(masks.apply(summary), log)),
    restoreCommandFiles: () => commandFiles.restore(),
  };
}

/** The files of the step, of which other programs do not get the paths. Call it before any of them is started. */
export function githubCommandFiles(): CommandFiles {
  if (process.env.GITHUB_OUTPUT) return new CommandFiles();
  throw new UserError("--format github needs GITHUB_OUTPUT, which only a step of GitHub Actions has.", {
    hint: "Leave out --format, or pass the variable on to the container or script in which this runs.",
  });
}
