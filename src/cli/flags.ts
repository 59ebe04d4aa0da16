import { parseArgs } from "node:util";
import { FORMATS, type Format } from "../host/format/format.ts";
import type { RawOptions } from "../inputs/table.ts";
import { UserError, UserErrors } from "../util/errors.ts";
import { didYouMean, nearest } from "../util/text.ts";
import { FLAGS, hasFlag, specOf, takesValue, usageOf } from "./flag-table.ts";

export interface Flags {
  readonly json: boolean;
  readonly format: Format;
  readonly values: RawOptions;
}

type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];

type FlagName = keyof typeof FLAGS;

const NAMES = Object.keys(FLAGS) as FlagName[];
const SYNTAX = Object.fromEntries(
  NAMES.map((name) => [name, { type: takesValue(name) ? "string" : "boolean" }] as const),
);

/**
 * Reads `--name value` and `--name=value` for every input; a flag for lines may be repeated, a boolean flag has no
 * value.
 * @throws UserErrors for unknown flags, missing values and unexpected arguments
 */
export function readFlags(words: readonly string[], verb: string): Flags {
  const values: Record<string, string> = {};
  const problems: UserError[] = [];
  let json = false;
  let format: Format = "text";
  for (const token of tokensIn(words, verb)) {
    if (token.kind !== "option") {
      if (token.kind === "positional") problems.push(unexpected(token.value, verb));
      continue;
    }
    const { name, value } = token;
    const spec = specOf(name);
    if (!hasFlag(verb, name)) problems.push(unknown(token.rawName, verb));
    else if (name === "json") json = true;
    else if (!takesValue(name)) values[name] = (spec && value) ?? "true";
    else if (value === undefined || (spec === undefined && value === "")) problems.push(withoutValue(name));
    else if (name === "format" && isFormat(value)) format = value;
    else if (name === "format") problems.push(noSuchFormat(value));
    else values[name] = spec?.kind === "lines" && values[name] ? `${values[name]}\n${value}` : value;
  }
  if (problems.length > 0) throw new UserErrors(problems);
  return { json, format, values };
}

/** The format that the arguments name, whatever else is wrong with them. */
export function formatIn(words: readonly string[]): Format {
  const { values } = parseArgs({ args: [...words], options: SYNTAX, strict: false });
  return isFormat(values.format) ? values.format : "text";
}

function isFormat(value: unknown): value is Format {
  return (FORMATS as readonly unknown[]).includes(value);
}

function noSuchFormat(value: string): UserError {
  return new UserError(`--format: "${value}" is not one of ${FORMATS.join(", ")}.`, {
    hint: didYouMean(value, FORMATS, "Leave out the flag for the format text."),
  });
}

/** A value never begins with two hyphens, and the argument after an unknown flag is taken as its value. */
function* tokensIn(words: readonly string[], verb: string): Iterable<Token> {
  const { tokens } = parseArgs({ args: [...words], options: SYNTAX, strict: false, tokens: true });
  let isValueOfUnknown = false;
  for (const token of tokens) {
    if (token.kind === "option" && !token.inlineValue && token.value?.startsWith("--")) {
      yield { ...token, value: undefined, inlineValue: undefined };
      yield* tokensIn(words.slice(token.index + 1), verb);
      return;
    }
    if (token.kind !== "positional" || !isValueOfUnknown) yield token;
    isValueOfUnknown = token.kind === "option" && token.value === undefined && !hasFlag(verb, token.name);
  }
}

function unexpected(word: string, verb: string): UserError {
  const flag = verb === "images" ? "--inspect" : "--code-directory";
  return new UserError(`Unexpected argument "${word}".`, {
    hint: `Write a value after its flag, such as ${flag} ${word}. Run "help ${verb}" for the flags.`,
  });
}

function unknown(flag: string, verb: string): UserError {
  const candidates = NAMES.filter((name) => hasFlag(verb, name));
  const meant = nearest(flag.replace(/^-+/, ""), candidates);
  return new UserError(`There is no flag "${flag}".`, {
    hint: meant === undefined ? `Run "help ${verb}" for the flags.` : `Did you mean "--${meant}"?`,
  });
}

function withoutValue(name: FlagName): UserError {
  return new UserError(`--${name} needs a value.`, { hint: `Write ${usageOf(name)}.` });
}
