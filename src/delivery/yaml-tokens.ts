import type { CST } from "yaml";

/** Positions in the text of a YAML file, and edits of that text. Offsets are in UTF-16 code units. */

/** Replaces the text from `from` to `to` with `text`. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** @param edits without overlaps; those at the same offset are applied in this order */
export function withEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.from - b.from)) {
    parts.push(text.slice(at, edit.from), edit.text);
    at = edit.to;
  }
  return parts.join("") + text.slice(at);
}

export function insertion(at: number, text: string): Edit {
  return { from: at, to: at, text };
}

/** Where an entry of a mapping begins: at its key, or at what precedes it (`?`, an anchor, a tag). */
export function startOf(item: CST.CollectionItem): number {
  const first = [...item.start, item.key, ...(item.sep ?? [])].find((token) => token != null && !isTrivia(token));
  return first?.offset ?? 0;
}

/** Where an entry ends, without the comments and white space after it. */
export function endOf(item: CST.CollectionItem): number {
  if (item.value) return endOfToken(item.value);
  const last = [...item.start, item.key, ...(item.sep ?? [])].findLast((token) => token != null && !isTrivia(token));
  return last == null ? 0 : endOfToken(last);
}

export function endOfToken(token: CST.Token): number {
  switch (token.type) {
    case "block-scalar":
      return endOfBlockScalar(token);
    case "flow-collection":
      return endOfToken(token.end.find(({ type }) => /^flow-(map|seq)-end$/.test(type)) ?? token.start);
    case "block-map":
    case "block-seq":
      return endOf(token.items.at(-1) as CST.CollectionItem);
    default:
      return token.offset + ("source" in token ? token.source.length : 0);
  }
}

/** The header (`|` or `>` with its indicators), and the offset at which the text below it begins. */
export function headerOf({ offset, props }: CST.BlockScalar): { header: string; content: number } {
  const sources = props.map((token) => ("source" in token ? token.source : ""));
  const header = props.find(({ type }) => type === "block-scalar-header");
  const content = offset + sources.join("").length;
  return { header: header && "source" in header ? header.source : "", content };
}

/** Empty lines after it belong to it if it keeps them (`|+`). */
function endOfBlockScalar(token: CST.BlockScalar): number {
  const { header, content } = headerOf(token);
  if (token.source.trim() === "") return token.offset + header.length;
  return content + (header.includes("+") ? token.source : token.source.trimEnd()).length;
}

/** A block scalar that ends the file without a line end: a line end after it could become part of its text. */
export function endsInOpenBlockScalar(text: string, item: CST.CollectionItem): boolean {
  if (/[\r\n]$/.test(text)) return false;
  const { value } = item;
  if (value?.type === "block-map" || value?.type === "block-seq") {
    return endsInOpenBlockScalar(text, value.items.at(-1) as CST.CollectionItem);
  }
  return value?.type === "block-scalar" && !headerOf(value).header.includes("-");
}

function isTrivia({ type }: CST.Token): boolean {
  return type === "space" || type === "comment" || type === "newline" || type === "comma";
}

export function lineStart(text: string, at: number): number {
  return Math.max(text.lastIndexOf("\n", at - 1), text.lastIndexOf("\r", at - 1)) + 1;
}

/** Before the line's end, or at the end of the text. */
export function lineEnd(text: string, at: number): number {
  const length = text.slice(at).search(/[\r\n]/);
  return length < 0 ? text.length : at + length;
}

/** The line end of the line at `at`; for the last line, the first line end of the text. */
export function eolAt(text: string, at: number): string {
  const here = /\r\n|\n|\r/.exec(text.slice(at))?.[0];
  return here ?? /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}

/** Spaces up to the column of `at`. */
export function indentAt(text: string, at: number): string {
  return " ".repeat(text.slice(lineStart(text, at), at).replace(/^\ufeff/, "").length);
}
