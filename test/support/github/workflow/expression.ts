// Expressions between `${{` and `}}`, evaluated by GitHub's own library. This file adds the status functions, and
// refuses values that a workflow does not set, for which GitHub silently returns ''.
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import type { FunctionDefinition } from "@actions/expressions/funcs/info";
import { type Token, TokenType } from "@actions/expressions/lexer";
import { truthy } from "@actions/expressions/result";

/** How the steps before this one ended, which the status functions ask. */
export type Status = "success" | "failure" | "skipped";

export interface Scope {
  /** Contexts by name: `github`, `needs`, `steps` and so on. One that is not here is refused. */
  contexts: Record<string, unknown>;
  status: Status;
}

const sealed = new WeakSet<object>();

/** An object whose missing members are errors of the workflow; GitHub silently returns '' for them. */
export function seal<T extends object>(members: T): T {
  sealed.add(members);
  return members;
}

class SealedDictionary extends data.Dictionary {
  override get(key: string): data.ExpressionData {
    const value = super.get(key);
    if (value !== undefined) return value;
    const names = this.pairs().map((pair) => pair.key);
    throw new Error(`nothing in the workflow sets ${key}; there is ${names.join(", ") || "nothing"}`);
  }
}

/** Replaces each `${{ … }}`. */
export function fill(text: string, scope: Scope): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, source: string) => textOf(parse(source, scope).evaluate(), source));
}

/** The value of a text that is one expression. */
export function evaluate(text: string, scope: Scope): unknown {
  const [, source] = /^\$\{\{(.*)\}\}$/s.exec(text.trim()) ?? [];
  if (source === undefined) throw new Error(`${text} is not one expression`);
  return JSON.parse(JSON.stringify(parse(source, scope).evaluate(), data.replacer));
}

/** The value of `if`, whose braces may be left out; without a status function it also requires success. */
export function holds(condition: unknown, scope: Scope): boolean {
  if (condition === undefined) return scope.status === "success";
  const text = String(condition).trim();
  const [, source = text] = /^\$\{\{(.*)\}\}$/s.exec(text) ?? [];
  const { asksStatus, evaluate } = parse(source, scope);
  return (asksStatus || scope.status === "success") && truthy(evaluate());
}

/** Text of a literal value. */
export function toText(value: string | number | boolean | null | undefined): string {
  return String(value ?? "");
}

/** @throws Error with the expression, where it is not one or names what this runner does not have */
function parse(source: string, { contexts, status }: Scope) {
  const functions = statusFunctions(status);
  return inExpression(source, () => {
    const { tokens } = new Lexer(source).lex();
    const expression = new Parser(tokens, Object.keys(contexts), functions).parse();
    const byName = new Map(functions.map((one) => [one.name, one]));
    const evaluator = () => new Evaluator(expression, toData(contexts) as data.Dictionary, byName);
    return {
      asksStatus: callsAny(functions, tokens),
      evaluate: () => inExpression(source, () => evaluator().evaluate()),
    };
  });
}

function statusFunctions(status: Status): FunctionDefinition[] {
  const values = { always: true, success: status === "success", failure: status === "failure" };
  return Object.entries(values).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
}

function callsAny(functions: readonly FunctionDefinition[], tokens: readonly Token[]): boolean {
  const names = functions.map(({ name }) => name);
  return tokens.some(
    ({ type, lexeme }, index) =>
      type === TokenType.IDENTIFIER &&
      names.includes(lexeme.toLowerCase()) &&
      tokens[index + 1]?.type === TokenType.LEFT_PAREN,
  );
}

function toData(value: unknown): data.ExpressionData {
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (value === null || typeof value !== "object") return new data.Null();
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  const pairs = Object.entries(value).map(([key, member]) => ({ key, value: toData(member) }));
  return sealed.has(value) ? new SealedDictionary(...pairs) : new data.Dictionary(...pairs);
}

function textOf(value: data.ExpressionData, source: string): string {
  if (value.primitive) return value.coerceString();
  throw new Error(`an object where text is wanted: ${source.trim()} is ${JSON.stringify(value, data.replacer)}`);
}

function inExpression<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${(error as Error).message} in the expression ${source.trim()}`, { cause: error });
  }
}
