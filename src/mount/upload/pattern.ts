/*
 * One line of an ignore file as `azure-ai-ml` reads it. Its syntax is close to git's, with differences that decide what is
 * uploaded: blanks at both ends do not count, every line is asked of the whole path of every file, so that a file comes back
 * from a directory that is left out, and a bracket may match a slash. Observed on the releases 1.0.0 to 1.35.2.
 */

/** A line that says something about files. */
export interface Pattern {
  /** Whether it takes files back: the line begins with `!`. */
  readonly negated: boolean;
  /** The path's parts that it asks for; `**` stands for any number of directories, at the end for everything below. */
  readonly segments: readonly string[];
  /** @param path POSIX, relative to the directory of the ignore file */
  readonly matches: (path: string) => boolean;
}

/** A line at which the client raises an exception before it uploads anything. */
export class RefusedPattern extends Error {}

/**
 * @returns `undefined` for blank lines, comments and `/`, which say nothing
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

/** What Python takes for blank. */
const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const BLANKS = new RegExp(`^${BLANK}|${BLANK}$`, "g");

/** Without the blanks at both ends that do not count. */
export function stripped(line: string): string {
  return line.replace(BLANKS, "");
}

function segmentsOf(body: string): string[] {
  const segments = body.split("/").filter((part, index, all) => !(part === "**" && all[index - 1] === "**"));
  const [first, second] = segments;
  // Every file that is not in the root itself.
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
    // A name stands for a file and for everything below a directory.
    if (index === last) source += "(?:/[^\\n]*)?";
    slash = "/";
  });
  try {
    return new RegExp(`^${source}\\n?$`, "u");
  } catch {
    throw new RefusedPattern(`"${text}" has a range in brackets that runs backwards`);
  }
}

/** The regular expression of one name with wildcards. */
export function glob(segment: string, text = segment): string {
  const signs = [...segment];
  let source = "";
  for (let at = 0; at < signs.length; at++) {
    const sign = signs[at] ?? "";
    if (sign === "*") source += "[^/]*";
    else if (sign === "?") source += "[^/]";
    else if (sign === "\\") {
      at += 1;
      const next = signs[at];
      if (next === undefined) throw new RefusedPattern(`"${text}" has a backslash with nothing behind it`);
      source += literally(next);
    } else {
      const end = sign === "[" ? endOfBrackets(signs, at) : -1;
      source += end < 0 ? literally(sign) : brackets(signs.slice(at + 1, end));
      if (end >= 0) at = end;
    }
  }
  return source;
}

/** Index of the bracket that closes the one at `start`; −1 where none does, and the opening one stands for itself. */
function endOfBrackets(signs: readonly string[], start: number): number {
  const first = signs[start + 1] === "!" ? start + 2 : start + 1;
  // A closing bracket right at the beginning is one of the signs.
  return signs.indexOf("]", signs[first] === "]" ? first + 1 : first);
}

/** Within brackets a backslash stands for itself. */
function brackets(signs: readonly string[]): string {
  const negated = signs[0] === "!";
  const body = (negated ? signs.slice(1) : signs).map((sign) => (/[\\[\]^]/.test(sign) ? `\\${sign}` : sign));
  return `[${negated ? "^" : ""}${body.join("")}]`;
}

function literally(sign: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : sign;
}

/** A pattern's text for a path that is to be meant as it is. */
export function literalPattern(path: string): string {
  // A line cannot hold its own end.
  return path.replace(/[\\*?[\]]/g, "\\$&").replace(/[\n\r]/g, "?");
}
