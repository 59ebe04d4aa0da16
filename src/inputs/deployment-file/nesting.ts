import { Lexer } from "yaml";
import { UserError } from "../../util/errors.ts";

/** Files of people have fewer than ten levels; the parser takes minutes for some thousands. */
const DEEPEST = 100;

/**
 * Call this before a text is parsed.
 * @throws UserError for YAML with collections that are nested too deeply
 */
export function requireShallow(file: string, text: string): void {
  let line = 1;
  let brackets = 0;
  let dashes = 0; // of this line: "- - - x" are three levels
  for (const token of new Lexer().lex(text)) {
    if (token === "{" || token === "[") brackets += 1;
    else if (token === "}" || token === "]") brackets -= 1;
    else if (token === "-" || token === "?") dashes += 1;
    if (brackets > DEEPEST || dashes > DEEPEST) {
      throw new UserError(`The file nests more than ${DEEPEST} levels of lists and mappings.`, {
        file,
        line,
        hint: "Remove the brackets that are not closed, or write the values in separate lines.",
      });
    }
    if (!token.includes("\n")) continue;
    line += token.split("\n").length - 1;
    dashes = 0;
  }
}
