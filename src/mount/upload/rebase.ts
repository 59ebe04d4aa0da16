import { dirname, relative } from "node:path";
import { slashed } from "../../text.ts";
import { glob, literalPattern, type Pattern } from "./pattern.ts";

/*
 * An ignore file that is a link: the client takes its lines relative to the directory of the file that the link leads to.
 * A copy in the code directory has to say the same of the same files.
 */

/**
 * The lines that match in directory `to` what a pattern matches in directory `from`, both absolute and without links: the
 * files in `to`, and those outside it, which the client reaches through links and whose paths begin with `../`.
 */
export function moved(pattern: Pattern, from: string, to: string): string[] {
  const text = pattern.segments.join("/");
  if (text === "**/**") return []; // `/**/` matches nothing, which no other text says
  const inside = remaining(pattern.segments, namesBetween(from, to));
  const lines = inside.flatMap((one) => (text.startsWith("**") && one.join("/") === text ? [text] : onlyInside(one)));
  // A pattern that begins with `**` asks for names anywhere, outside too.
  const outside = text.startsWith("**") ? [] : outsideLines(pattern.segments, from, to);
  return [...new Set([...lines, ...outside])].map((line) => `${pattern.negated ? "!" : ""}${line}`);
}

/** As a line that matches no path which begins with `../`; `**` would. */
function onlyInside(segments: readonly string[]): string[] {
  const [first, ...rest] = segments;
  if (first !== "**") return [`/${segments.join("/")}`];
  const names = ["[!.]*", ".[!.]*", "..?*"];
  if (rest.length === 0) return names.map((name) => `/${name}`);
  return [`/${rest.join("/")}`, ...names.map((name) => `/${name}/${segments.join("/")}`)];
}

/** Lines for files below each directory above `to`, and for those below `from` itself. */
function outsideLines(segments: readonly string[], from: string, to: string): string[] {
  const lines: string[] = [];
  let isFound = false;
  for (let [at, lead] = [to, "/"]; ; at = dirname(at), lead += "../") {
    if (at !== to) lines.push(...remaining(segments, namesBetween(from, at)).map((one) => lead + one.join("/")));
    const names = namesBetween(at, from);
    if (!isFound && names[0] !== "..") {
      isFound = true;
      if (names.length > 0) lines.push(lead + [...names.map(literalPattern), ...segments].join("/"));
    }
    if (dirname(at) === at) return lines;
  }
}

function namesBetween(from: string, to: string): string[] {
  return slashed(relative(from, to))
    .split("/")
    .filter((name) => name !== "");
}

/**
 * What is left of a pattern at the end of a way.
 * @param way names that lead from the pattern's directory to another; `..` for a step up
 */
function remaining(segments: readonly string[], way: readonly string[]): readonly (readonly string[])[] {
  return way.reduce<readonly (readonly string[])[]>(
    (left, name) => distinct(left.flatMap((one) => stepsInto(one, name))),
    [segments],
  );
}

/** What is left of a pattern in a directory of that name: nothing, one pattern, or two. */
function stepsInto(segments: readonly string[], name: string): (readonly string[])[] {
  const [first = "", ...rest] = segments;
  if (first === "**") return rest.length === 0 ? [segments] : [segments, ...stepsInto(rest, name)];
  if (!new RegExp(`^${first === "*" ? "[^/]+" : glob(first)}$`, "u").test(name)) return [];
  // A pattern that ends here stands for everything below.
  return [rest.length === 0 ? ["**"] : rest];
}

function distinct(all: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(all.map((one) => [one.join("/"), one])).values()];
}
