import { styleText } from "node:util";
import stringWidth from "string-width";
import { printable, printableInColour, wrappedLines } from "../../util/text.ts";
import type { Annotation, Log } from "../host.ts";
import { type Masks, shownPath } from "../log-text.ts";
import { withoutCommands } from "../without-commands.ts";
import { wantsColours } from "./colours.ts";
import { quote } from "./quote.ts";

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
    coloured: wantsColours(process.stderr, environment),
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
    for (const line of withoutCommands(printableInColour(masks.shown(text))).split("\n")) {
      write(line === "" ? "" : `${"  ".repeat(depth)}${show(line)}`);
    }
  };
  const annotate = (word: string, style: Style) => (given: string, place?: Annotation) => {
    const message = printable(reword(given));
    const quoted = quotedLines(place, whereIs(place, workspace), depth, masks);
    // The quoted lines name the place.
    const shown = quoted.length > 0 ? { title: place?.title ?? "" } : place;
    const text = masks.shown(`${word}: ${annotationText(message, shown, workspace)}`);
    // Lines after the first belong to it.
    print(fitted(text.replaceAll("\n", "\n  "), depth), (line) =>
      line.startsWith(`${word}:`) ? styled(style, `${word}:`) + line.slice(word.length + 1) : line,
    );
    for (const { gutter, text, isMark } of quoted)
      print(
        gutter + text,
        (line) => styled("blue", gutter) + (isMark ? styled(style, text) : line.slice(gutter.length)),
      );
  };

  return {
    info: (message) => print(fitted(masks.shown(message), depth)),
    debug: (message) => {
      if (debugging) print(message, (line) => styled("dim", `debug: ${line}`));
    },
    notice: annotate("notice", "cyan"),
    warning: annotate("warning", "yellow"),
    error: annotate("error", "red"),
    annotationsLeft: () => Number.POSITIVE_INFINITY,
    async group(title, work, kind) {
      if (kind === "phase" && sections === undefined) return await work();
      if (sections) write(sections.begin(styled("bold", oneLine(withoutCommands(printable(masks.shown(title)))))));
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
    shown: (text) => printable(masks.shown(text)),
  };
}

/** On a terminal, which would break the first line inside words. Further lines may be code. */
function fitted(text: string, depth: number): string {
  const { isTTY, columns } = process.stderr;
  if (!isTTY) return text;
  const [first = "", ...others] = text.split("\n");
  const free = (columns || USUAL_COLUMNS) - 2 * depth - 2;
  return [wrappedLines(first, free, stringWidth).join("\n  "), ...others].join("\n");
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

interface QuotedLine {
  readonly gutter: string;
  readonly text: string;
  readonly isMark?: boolean;
}

const USUAL_COLUMNS = 80;

/** The line that a message is about, on a terminal: in a log that is read by programs, `file:line` is enough. */
function quotedLines(
  place: Annotation | undefined,
  where: string | undefined,
  depth: number,
  masks: Masks,
): QuotedLine[] {
  const { isTTY, columns } = process.stderr;
  if (!isTTY || place?.line === undefined || where === undefined) return [];
  const number = String(place.line);
  const empty = " ".repeat(number.length);
  const free = (columns || USUAL_COLUMNS) - 2 * depth - number.length - 4;
  const found = quote(place, (text) => masks.shown(text), free);
  if (found === undefined) return [];
  return [
    { gutter: ` ${empty}--> `, text: `${where}:${found.column}` },
    { gutter: ` ${empty} |`, text: "" },
    { gutter: ` ${number} | `, text: found.text },
    { gutter: ` ${empty} | `, text: found.mark, isMark: true },
  ];
}
