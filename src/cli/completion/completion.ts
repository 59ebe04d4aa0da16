import { UserError } from "../../util/errors.ts";
import { didYouMean } from "../../util/text.ts";
import { isShell, SHELLS, type Shell } from "../shells.ts";
import { bashScript } from "./bash.ts";
import { type CompletedCommand, completedCommands } from "./commands.ts";
import { fishScript } from "./fish.ts";
import { zshScript } from "./zsh.ts";

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/**
 * The completion script of a shell.
 * @throws UserError for a shell that has none
 */
export function completion([shell, ...more]: readonly string[]): string {
  const list = `Name one of ${SHELLS.join(", ")}.`;
  if (shell === undefined) throw new UserError("No shell is named.", { hint: list });
  if (!isShell(shell)) {
    throw new UserError(`There is no completion for "${shell}".`, { hint: didYouMean(shell, SHELLS, list) });
  }
  if (more.length > 0) throw new UserError(`Unexpected argument "${more[0]}".`, { hint: "Name one shell." });
  return SCRIPTS[shell](completedCommands());
}
