import { UserError, UserErrors } from "../errors.ts";
import { unknownInputs } from "../options/read.ts";
import { OPTIONS, type OptionSpec, type RawOptions } from "../options/table.ts";

/** What a flag of the command line is called where it is not the input's own name. */
export interface Flags {
  readonly json: boolean;
  readonly values: RawOptions;
}

/**
 * Reads `--name value` and `--name=value` for every input; a flag for lines may be repeated, a boolean one stands alone.
 * @throws UserErrors for unknown flags and stray words
 */
export function readFlags(words: readonly string[], mode: string): Flags {
  const values: Record<string, string> = {};
  const problems: UserError[] = [];
  let json = false;
  for (const { name, value } of flagsIn(words)) {
    const spec = (OPTIONS as readonly OptionSpec[]).find((one) => one.name === name);
    if (name === "json") json = true;
    else if (name === "write") values.write = "true";
    else if (name === undefined)
      problems.push(new UserError(`"${value}" stands alone.`, { hint: "Inputs are given as --name value." }));
    else if (spec === undefined || (spec.name === "mode" && mode !== "preinstalled"))
      problems.push(...asFlags(unknownInputs([name])));
    else if (spec.kind === "boolean") values[spec.name] = value ?? "true";
    else if (value === undefined)
      problems.push(new UserError(`--${spec.name} needs a value.`, { hint: `Write --${spec.name} <${spec.kind}>.` }));
    else values[spec.name] = spec.kind === "lines" && values[spec.name] ? `${values[spec.name]}\n${value}` : value;
  }
  if (problems.length > 0) throw new UserErrors(problems);
  return { json, values };
}

/** Flags with their values, and words that stand alone, which have no name. A value never begins with two hyphens. */
function* flagsIn(words: readonly string[]): Iterable<{ name: string | undefined; value: string | undefined }> {
  const waiting = [...words];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    const [, name, inline] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) yield { name, value: word };
    else if (inline !== undefined || standsAlone(name)) yield { name, value: inline };
    else yield { name, value: waiting[0]?.startsWith("--") ? undefined : waiting.shift() };
  }
}

function standsAlone(name: string): boolean {
  if (name === "json" || name === "write") return true;
  return (OPTIONS as readonly OptionSpec[]).some((spec) => spec.name === name && spec.kind === "boolean");
}

function asFlags(errors: readonly UserError[]): UserError[] {
  return errors.map(
    ({ message, hint }) => new UserError(message.replace("input", "flag").replace('"', '"--'), { hint }),
  );
}
