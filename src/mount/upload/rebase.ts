import { dirname, relative } from "node:path";
import { slashed } from "../../util/text.ts";
import { glob, literalPattern, type Pattern } from "./pattern.ts";

/*
 * For an ignore file that is a link, the client interprets the lines relative to the directory of the linked file. A
 * copy in the code directory must match the same files.
 */

/**
 * Rewrites a pattern relative to directory `from` as lines relative to directory `to`, both absolute and without links.
 * The lines match the files in `to`, and those outside it, which the client reaches through links as paths with `../`.
 */
export function moved(pattern: Pattern, from: string, to: string): string[] {
  const text = pattern.segments.join("/");
  if (text === "**/**") return []; // `/**/` matches nothing, and no other pattern does that
  const inside = remaining(pattern.segments, namesBetween(from, to));
  const lines = inside.flatMap((one) => (text.startsWith("**") && one.join("/") === text ? [text] : onlyInside(one)));
  // A pattern that begins with `**` matches names anywhere, also outside.
  const outside = text.startsWith("**") ? [] : outsideLines(pattern.segments, from, to);
  return [...new Set([...lines, ...outside])].map((line) => `${pattern.negated ? "!" : ""}${line}`);
}

/** Lines that match no path beginning with `../`, as `**` would. */
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
 * What remains of a pattern in another directory.
 * @param way names that lead from the pattern's directory to that one; `..` for the parent
 */
function remaining(segments: readonly string[], way: readonly string[]): readonly (readonly string[])[] {
  return way.reduce<readonly (readonly string[])[]>(
    (left, name) => distinct(left.flatMap((one) => stepsInto(one, name))),
    [segments],
  );
}

/** What remains of a pattern in a directory of that name: nothing, one pattern, or two. */
function stepsInto(segments: readonly string[], name: string): (readonly string[])[] {
  const [first = "", ...rest] = segments;
  if (first === "**") return rest.length === 0 ? [segments] : [segments, ...stepsInto(rest, name)];
  if (!new RegExp(`^${first === "*" ? "[^/]+" : glob(first)}$`, "u").test(name)) return [];
  // A pattern that ends here matches everything below.
  return [rest.length === 0 ? ["**"] : rest];
}

function distinct(all: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(all.map((one) => [one.join("/"), one])).values()];
}
