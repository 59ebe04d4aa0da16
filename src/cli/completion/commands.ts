import { CHECKS } from "../../checks/registry.ts";
import { IMAGES } from "../../images/catalogue/image-catalogue.ts";
import { type FlagName, flagsOf, shortTextOf } from "../flag-help.ts";
import { FLAGS, specOf, takesValue } from "../flag-table.ts";
import { COMMANDS, type Command, type CommandName } from "../help.ts";
import { SHELLS } from "../shells.ts";

/** The command whose arguments a shell completes: what npm installs. */
export const PROGRAM = "azureml-extra-packages";

/** What a shell completes after a command. */
export interface CompletedCommand {
  readonly name: string;
  /** A sentence. */
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  /** Its arguments that are not flags. */
  readonly words: readonly string[];
}

export interface CompletedFlag {
  /** Without hyphens. */
  readonly name: string;
  readonly text: string;
  /** Its possible values, or what they are; `none` for a flag without a value. */
  readonly values: readonly string[] | "any" | "file" | "directory" | "none";
  readonly isRepeatable: boolean;
}

/** From the tables of commands, inputs, images and checks. */
export function completedCommands(): CompletedCommand[] {
  return (Object.keys(COMMANDS) as CommandName[]).map((name) => {
    const command: Command = COMMANDS[name];
    const flags = flagsOf(name, command.modes ?? []).filter((flag) => FLAGS[flag].group !== undefined);
    return {
      name,
      summary: firstSentence(command.summary),
      flags: command.modes === undefined && WORDS[name] !== undefined ? [] : flags.map((flag) => flagOf(name, flag)),
      words: WORDS[name] ?? [],
    };
  });
}

const WORDS: Readonly<Partial<Record<CommandName, readonly string[]>>> = {
  explain: CHECKS.flatMap(({ id, name }) => [id, name]),
  completion: SHELLS,
  help: Object.keys(COMMANDS),
};

function flagOf(command: CommandName, name: FlagName): CompletedFlag {
  const isRepeatable = specOf(name)?.kind === "lines";
  return { name, text: shortTextOf(command, name), values: valuesOf(command, name), isRepeatable };
}

function valuesOf(command: CommandName, name: FlagName): CompletedFlag["values"] {
  if (!takesValue(name)) return "none";
  if (name === "mode") return (COMMANDS[command] as Command).modes ?? [];
  if (name === "image" || name === "inspect") return IMAGES.map((image) => image.name);
  const choices = specOf(name)?.choices;
  if (choices !== undefined) return choices;
  const { value } = FLAGS[name];
  if (value === "directory") return "directory";
  return value === "file" || value === "path" ? "file" : "any";
}

function firstSentence(text: string): string {
  return /^.*?(?=\.(\s|$))/s.exec(text)?.[0] ?? text;
}
