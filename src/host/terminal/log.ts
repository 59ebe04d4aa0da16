import { styleText } from "node:util";
import type { Annotation, Log } from "../host.ts";
import { type Masks, shownPath } from "../log-text.ts";
import { withoutCommands } from "../without-commands.ts";

type Style = Parameters<typeof styleText>[0];

/** How a log looks where it is read. */
export interface LogStyle {
  readonly coloured: boolean;
  readonly debugging: boolean;
  /** The lines before and after the lines of a group; without them, those are indented. */
  readonly sections?: { readonly begin: (title: string) => string; readonly end: () => string };
}

export function terminalStyle(environment: NodeJS.ProcessEnv): LogStyle {
  return {
    coloured: process.stderr.isTTY === true && !environment.NO_COLOR,
    debugging: environment.RUNNER_DEBUG === "1",
  };
}

/** A log for people, on standard error: standard output is for the outputs. */
export function terminalLog(
  workspace: string,
  masks: Masks,
  { coloured, debugging, sections }: LogStyle,
  reword: (message: string) => string = String,
): Log {
  let depth = 0;

  const styled = (style: Style, text: string) => (coloured ? styleText(style, text, { validateStream: false }) : text);
  const write = (line: string) => process.stderr.write(`${line}\n`);
  const print = (text: string, show = (line: string) => line) => {
    for (const line of withoutCommands(masks.shown(text)).split("\n")) {
      write(line === "" ? "" : `${"  ".repeat(depth)}${show(line)}`);
    }
  };
  const annotate = (word: string, style: Style) => (message: string, place?: Annotation) => {
    const text = `${word}: ${annotationText(reword(message), place, workspace)}`;
    // Lines after the first belong to it.
    print(text.replaceAll("\n", "\n  "), (line) =>
      line.startsWith(`${word}:`) ? styled(style, `${word}:`) + line.slice(word.length + 1) : line,
    );
  };

  return {
    info: (message) => print(message),
    debug: (message) => {
      if (debugging) print(message, (line) => styled("dim", `debug: ${line}`));
    },
    notice: annotate("notice", "cyan"),
    warning: annotate("warning", "yellow"),
    error: annotate("error", "red"),
    annotationsLeft: () => Number.POSITIVE_INFINITY,
    async group(title, work) {
      if (sections) write(sections.begin(styled("bold", oneLine(withoutCommands(masks.shown(title))))));
      else print(title, (line) => styled("bold", line));
      depth += sections ? 0 : 1;
      try {
        return await work();
      } finally {
        depth -= sections ? 0 : 1;
        if (sections) write(sections.end());
      }
    },
    mask: (secret) => masks.add(secret),
    shown: (text) => masks.shown(text),
  };
}

/** The message after its place and the name of the check, unless it begins with the place. */
export function annotationText(message: string, place: Annotation | undefined, workspace: string): string {
  const where = whereIs(place, workspace);
  const isNamed = where !== undefined && (message.startsWith(where) || message.startsWith(place?.file ?? where));
  return [isNamed ? "" : where, place?.title, message].filter(Boolean).join(": ");
}

/** The title of a group, which has one line. */
export function oneLine(title: string): string {
  return title.replace(/\s*[\r\n]+\s*/g, " ");
}

/** `file:line`, which editors and terminals show as a link. */
function whereIs(place: Annotation | undefined, workspace: string): string | undefined {
  if (place?.file === undefined) return undefined;
  const file = shownPath(place.file, workspace);
  return place.line === undefined ? file : `${file}:${place.line}`;
}
