import { wrappedLines } from "../util/text.ts";

/** Prose wider than this is hard to read. */
const WIDEST = 100;
/** For standard output that is not a terminal, or a terminal of unknown width. */
const USUAL = 80;
const NARROWEST = 40;

export function pageWidth(): number {
  const { isTTY, columns } = process.stdout;
  return isTTY && columns > 0 ? Math.min(WIDEST, Math.max(NARROWEST, columns)) : USUAL;
}

/** `text` in lines of at most the page's width, each after `indent`; existing line breaks are kept. */
export function wrapped(text: string, indent = "", width = pageWidth()): string {
  return text
    .split("\n")
    .flatMap((line) => wrappedLines(line, width - indent.length))
    .map((line) => `${indent}${line}`.trimEnd())
    .join("\n");
}
