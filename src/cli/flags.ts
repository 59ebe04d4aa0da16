import { parseArgs } from "node:util";
import { UserError, UserErrors } from "../errors.ts";
import { unknownInputs } from "../options/read.ts";
import { OPTIONS, type OptionSpec, type RawOptions } from "../options/table.ts";

/** What a flag of the command line is called where it is not the input's own name. */
export interface Flags {
  readonly json: boolean;
  readonly values: RawOptions;
}

/**
 * Reads `--name value` for every input; a flag for lines may be repeated, a boolean one stands alone.
 * @throws UserErrors for unknown flags and stray words
 */
export function readFlags(words: readonly string[], mode: string): Flags {
  const { tokens } = parseArgs({ args: [...words], options: parseOptions(), strict: false, tokens: true });
  const values: Record<string, string> = {};
  const problems: UserError[] = [];
  let json = false;
  for (const token of tokens) {
    if (token.kind === "positional")
      problems.push(new UserError(`"${token.value}" stands alone.`, { hint: "Inputs are given as --name value." }));
    if (token.kind !== "option") continue;
    const spec = (OPTIONS as readonly OptionSpec[]).find(({ name }) => name === token.name);
    if (token.name === "json") json = true;
    else if (token.name === "write") values.write = "true";
    else if (spec === undefined || (spec.name === "mode" && mode !== "preinstalled"))
      problems.push(...asFlags(unknownInputs([token.name])));
    else if (spec.kind === "boolean") values[spec.name] = token.value ?? "true";
    else if (token.value === undefined) problems.push(new UserError(`--${spec.name} needs a value.`));
    else
      values[spec.name] =
        spec.kind === "lines" && values[spec.name] ? `${values[spec.name]}\n${token.value}` : token.value;
  }
  if (problems.length > 0) throw new UserErrors(problems);
  return { json, values };
}

function parseOptions() {
  const named = (OPTIONS as readonly OptionSpec[]).map(({ name, kind }) => [
    name,
    { type: kind === "boolean" ? "boolean" : "string" },
  ]);
  return { ...Object.fromEntries(named), json: { type: "boolean" }, write: { type: "boolean" } } as Record<
    string,
    { type: "string" | "boolean" }
  >;
}

function asFlags(errors: readonly UserError[]): UserError[] {
  return errors.map(
    ({ message, hint }) => new UserError(message.replace("input", "flag").replace('"', '"--'), { hint }),
  );
}
