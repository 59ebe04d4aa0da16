import { styleText } from "node:util";
import type { Annotation, Log } from "../host.ts";
import { type Masks, shownPath } from "../log-text.ts";

type Style = Parameters<typeof styleText>[0];

/** A log for people, on standard error: standard output is for the outputs. */
export function terminalLog(
  workspace: string,
  masks: Masks,
  environment: NodeJS.ProcessEnv,
  reword: (message: string) => string = String,
): Log {
  const coloured = process.stderr.isTTY === true && !environment.NO_COLOR;
  let depth = 0;

  const styled = (style: Style, text: string) => (coloured ? styleText(style, text, { validateStream: false }) : text);
  const print = (text: string, show = (line: string) => line) => {
    for (const line of masks.shown(text).split("\n")) {
      process.stderr.write(line === "" ? "\n" : `${"  ".repeat(depth)}${show(line)}\n`);
    }
  };
  const annotate = (word: string, style: Style) => (given: string, place?: Annotation) => {
    const message = reword(given);
    const where = whereIs(place, workspace);
    const isNamed = where !== undefined && (message.startsWith(where) || message.startsWith(place?.file ?? where));
    const text = [word, isNamed ? "" : where, place?.title, message].filter(Boolean).join(": ");
    // Lines after the first belong to it.
    print(text.replaceAll("\n", "\n  "), (line) =>
      line.startsWith(`${word}:`) ? styled(style, `${word}:`) + line.slice(word.length + 1) : line,
    );
  };

  return {
    info: (message) => print(message),
    debug: (message) => {
      if (environment.RUNNER_DEBUG === "1") print(message, (line) => styled("dim", `debug: ${line}`));
    },
    notice: annotate("notice", "cyan"),
    warning: annotate("warning", "yellow"),
    error: annotate("error", "red"),
    annotationsLeft: () => Number.POSITIVE_INFINITY,
    async group(title, work) {
      print(title, (line) => styled("bold", line));
      depth += 1;
      try {
        return await work();
      } finally {
        depth -= 1;
      }
    },
    mask: (secret) => masks.add(secret),
    shown: (text) => masks.shown(text),
  };
}

/** `file:line`, which editors and terminals show as a link. */
function whereIs(place: Annotation | undefined, workspace: string): string | undefined {
  if (place?.file === undefined) return undefined;
  const file = shownPath(place.file, workspace);
  return place.line === undefined ? file : `${file}:${place.line}`;
}
