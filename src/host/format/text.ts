import { terminalLog, terminalStyle } from "../terminal/log.ts";
import { jsonWithoutCommands } from "../without-commands.ts";
import type { Presentation, Setting } from "./format.ts";

/** For people: the outputs on standard output, everything else on standard error. */
export function textFormat({ workspace, masks, environment, reword, json }: Setting): Presentation {
  return {
    log: terminalLog(workspace, masks, terminalStyle(environment), reword),
    publish: (outputs) => {
      const shown = masked(outputs, masks);
      process.stdout.write(json ? asJson(shown) : asLines(shown));
    },
    summarise: () => {}, // the terminal shows no summary
    restoreCommandFiles: () => [],
  };
}

/** The outputs without secrets. */
export function masked(
  outputs: Readonly<Record<string, string>>,
  masks: Setting["masks"],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, masks.apply(value)]));
}

/** One flat object of strings. */
export function asJson(outputs: Readonly<Record<string, string>>): string {
  return `${jsonWithoutCommands(JSON.stringify(outputs, null, 2))}\n`;
}

/** A line for each output that is set, except the error, which is already on standard error. */
function asLines(outputs: Readonly<Record<string, string>>): string {
  const shown = Object.entries(outputs).filter(([name, value]) => value !== "" && name !== "error");
  return shown.map(([name, value]) => `${name}=${inOneLine(value)}\n`).join("");
}

/** A value as it is, or quoted as JSON if it has more than one line. */
function inOneLine(value: string): string {
  return /[\r\n]/.test(value) ? JSON.stringify(value) : value;
}
