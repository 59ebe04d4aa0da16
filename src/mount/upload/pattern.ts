/*
 * One line of an ignore file as `azure-ai-ml` reads it. Its syntax is close to git's, with differences that affect what
 * is uploaded: whitespace at both ends is ignored; every line is matched against the whole path of every file, so that
 * a file in an excluded directory can be included again; and a bracket may match a slash. Observed with releases 1.0.0
 * to 1.35.2.
 */

/** A line that matches files. */
export interface Pattern {
  /** Whether it includes files again: the line begins with `!`. */
  readonly negated: boolean;
  /** The path components to match; `**` matches any number of directories, and at the end everything below. */
  readonly segments: readonly string[];
  /** @param path POSIX, relative to the directory of the ignore file */
  readonly matches: (path: string) => boolean;
}

/** A line at which the client raises an exception before it uploads anything. */
export class RefusedPattern extends Error {}

/**
 * @returns `undefined` for blank lines, comments and `/`, which match nothing
 * @throws RefusedPattern
 */
export function readPattern(line: string): Pattern | undefined {
  const text = stripped(line);
  if (text === "" || text === "/" || text.startsWith("#")) return undefined;
  const negated = text.startsWith("!");
  const segments = segmentsOf(negated ? text.slice(1) : text);
  if (segments.length === 0) throw new RefusedPattern(`"${text}" names no file`);
  const expression = compile(segments, text);
  return { negated, segments, matches: (path) => expression.test(path) };
}

/** The characters that Python treats as whitespace. */
const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const BLANKS = new RegExp(`^${BLANK}|${BLANK}$`, "g");

/** Without the whitespace at both ends, which is ignored. */
export function stripped(line: string): string {
  return line.replace(BLANKS, "");
}

function segmentsOf(body: string): string[] {
  const segments = body.split("/").filter((part, index, all) => !(part === "**" && all[index - 1] === "**"));
  const [first, second] = segments;
  // Every file that is not directly in the root.
  if (segments.length === 2 && first === "**" && second === "") return ["*", "**"];
  if (first === "") segments.shift();
  else if ((segments.length === 1 || (segments.length === 2 && second === "")) && first !== "**")
    segments.unshift("**");
  if (segments.length > 1 && segments.at(-1) === "") segments[segments.length - 1] = "**";
  return segments;
}

function compile(segments: readonly string[], text: string): RegExp {
  const last = segments.length - 1;
  let source = "";
  let slash = "";
  segments.forEach((segment, index) => {
    if (segment === "**") {
      if (index === 0 && index === last) source += "[^\\n]+";
      else if (index === 0) source += "(?:[^\\n]+/)?";
      else if (index === last) source += "/[^\\n]*";
      else source += "(?:/[^\\n]+)?";
      slash = index === 0 ? "" : "/";
      return;
    }
    source += slash + (segment === "*" ? "[^/]+" : glob(segment, text));
    // A name matches a file, and everything below a directory.
    if (index === last) source += "(?:/[^\\n]*)?";
    slash = "/";
  });
  try {
    return new RegExp(`^${source}\\n?$`, "u");
  } catch {
    throw new RefusedPattern(`"${text}" has a reversed range in brackets`);
  }
}

/** The regular expression of one name with wildcards. */
export function glob(segment: string, text = segment): string {
  const characters = [...segment];
  let source = "";
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? "";
    if (character === "*") source += "[^/]*";
    else if (character === "?") source += "[^/]";
    else if (character === "\\") {
      at += 1;
      const next = characters[at];
      if (next === undefined) throw new RefusedPattern(`"${text}" has a backslash with nothing after it`);
      source += escaped(next);
    } else {
      const end = character === "[" ? endOfBrackets(characters, at) : -1;
      source += end < 0 ? escaped(character) : brackets(characters.slice(at + 1, end));
      if (end >= 0) at = end;
    }
  }
  return source;
}

/** Index of the bracket that closes the one at `start`; −1 if there is none, and the opening one is then a literal. */
function endOfBrackets(characters: readonly string[], start: number): number {
  const first = characters[start + 1] === "!" ? start + 2 : start + 1;
  // A closing bracket in first position is a literal.
  return characters.indexOf("]", characters[first] === "]" ? first + 1 : first);
}

/** Within brackets a backslash is a literal. */
function brackets(characters: readonly string[]): string {
  const negated = characters[0] === "!";
  const body = (negated ? characters.slice(1) : characters).map((character) =>
    /[\\[\]^]/.test(character) ? `\\${character}` : character,
  );
  return `[${negated ? "^" : ""}${body.join("")}]`;
}

function escaped(character: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

/** The pattern that matches exactly this path. */
export function literalPattern(path: string): string {
  // A line cannot contain a line break.
  return path.replace(/[\\*?[\]]/g, "\\$&").replace(/[\n\r]/g, "?");
}
