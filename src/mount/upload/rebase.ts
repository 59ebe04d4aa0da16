import { glob, type Pattern } from "./pattern.ts";

/*
 * An ignore file that is a link: the client takes its lines relative to the directory of the file that the link leads to.
 * A copy in the code directory has to say the same of the same files.
 */

/**
 * The lines that say in the code directory what a pattern says in another directory.
 * @param way names that lead from that directory to the code directory; `..` for a step up
 */
export function rebased({ negated, segments }: Pattern, way: readonly string[]): string[] {
  const found = way.reduce<readonly (readonly string[])[]>(
    (left, name) => distinct(left.flatMap((one) => stepsInto(one, name))),
    [segments],
  );
  return found.map((one) => `${negated ? "!" : ""}${one[0] === "**" ? "" : "/"}${one.join("/")}`);
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
