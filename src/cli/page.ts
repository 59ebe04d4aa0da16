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
    .flatMap((line) => linesOf(line, width - indent.length))
    .map((line) => `${indent}${line}`.trimEnd())
    .join("\n");
}

function linesOf(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
