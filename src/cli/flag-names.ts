import { OPTIONS } from "../inputs/table.ts";

const NAME = OPTIONS.map(({ name }) => name).join("|");
const END = "(?![\\w-])";

/** Applied in this order. */
const REWORDINGS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`\\b([Ll])eave the input (${NAME}) empty`, "g"), "$1eave out --$2"],
  [new RegExp(`\\bInputs (${NAME}) and (${NAME})${END}`, "g"), "--$1 and --$2"],
  [new RegExp(`\\b(?:[Tt]he )?[Ii]nput \`?(${NAME})\`?${END}`, "g"), "--$1"],
  [new RegExp(`(?<!output )\`(${NAME})\``, "g"), "`--$1`"],
];

/**
 * Messages call an input by its name in the action (`Input image: …`, `the input image`); on the command line it is
 * the flag `--image`.
 * @param values of an input, which keep their names though an input has the same
 */
export function withFlagNames(text: string, values: readonly string[] = []): string {
  const kept = (match: string, flag: string) => (values.some((value) => match === `\`${value}\``) ? match : flag);
  return REWORDINGS.reduce(
    (reworded, [pattern, flag]) => reworded.replace(pattern, (match) => kept(match, match.replace(pattern, flag))),
    text,
  );
}
