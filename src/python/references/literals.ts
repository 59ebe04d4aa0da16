/** A string literal around a word. */
export interface Literal {
  readonly text: string;
  /** The parts of the text before and after the word. */
  readonly before: string;
  readonly after: string;
  /** Literals that follow, separated by commas or slashes as in `os.path.join` and `pathlib`: `data/one.csv`; or `""`. */
  readonly pieces: string;
}

/** A longer literal is no name. */
const LONGEST = 300;
const QUOTE = /["']/;
const END = /["'\s]/;
const NEXT_PIECE = /\s{0,100}[,/]\s{0,100}[frbFRB]?["']([^"'\s]{1,300})["']/y;
/** A path of more pieces is a list of something else. */
const MOST_PIECES = 20;

/**
 * The literal that contains the word at `index`; `undefined` for code, comments and prose. A text with blanks counts as far
 * as the first blank, if a path leads up to it.
 */
export function literalAt(text: string, index: number, length: number): Literal | undefined {
  let start = index;
  while (start > 0 && index - start < LONGEST && !END.test(text[start - 1] ?? "")) start -= 1;
  let end = index + length;
  while (end < text.length && end - index < LONGEST && !END.test(text[end] ?? "")) end += 1;
  const [opens, closes] = [QUOTE.test(text[start - 1] ?? ""), QUOTE.test(text[end] ?? "")];
  const literal = {
    text: text.slice(start, end),
    before: text.slice(start, index),
    after: text.slice(index + length, end),
  };
  if (opens && closes) return { ...literal, pieces: piecesAfter(text, end + 1) };
  const isPath = literal.before.endsWith("/") || literal.after.startsWith("/");
  return (opens || closes) && isPath ? { ...literal, pieces: "" } : undefined;
}

function piecesAfter(text: string, index: number): string {
  const pieces: string[] = [];
  NEXT_PIECE.lastIndex = index;
  while (pieces.length < MOST_PIECES) {
    const match = NEXT_PIECE.exec(text);
    if (match === null) break;
    pieces.push(match[1] ?? "");
  }
  return pieces.join("/");
}
