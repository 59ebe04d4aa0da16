// What stands between `${{` and `}}`: contexts, comparisons, logic and the few functions that our workflows use.
import { type Node, parseExpression } from "./workflow-syntax.ts";

/** How the steps before this one ended, which the status functions ask. */
export type Status = "success" | "failure" | "skipped";

export interface Scope {
  /** Contexts by name: `github`, `needs`, `steps` and so on. One that is not here is refused. */
  contexts: Record<string, unknown>;
  status: Status;
}

const sealed = new WeakSet<object>();

/** An object of which a missing member is a mistake of the workflow, where GitHub silently says ''. */
export function seal<T extends object>(members: T): T {
  sealed.add(members);
  return members;
}

/** Replaces each `${{ … }}`. */
export function fill(text: string, scope: Scope): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, source: string) => toText(evaluate(parseExpression(source), scope)));
}

/** The value of `if`, whose braces may be left out; without a status function it also wants success. */
export function holds(condition: unknown, scope: Scope): boolean {
  if (condition === undefined) return scope.status === "success";
  const text = String(condition).trim();
  const [, inner = text] = /^\$\{\{(.*)\}\}$/s.exec(text) ?? [];
  const expression = parseExpression(inner);
  return (asksStatus(expression) || scope.status === "success") && isTrue(evaluate(expression, scope));
}

const statusFunctions = ["success", "failure", "always"];

function asksStatus(node: Node): boolean {
  if (node.kind === "call" && statusFunctions.includes(node.name)) return true;
  return childrenOf(node).some(asksStatus);
}

function childrenOf(node: Node): Node[] {
  if (node.kind === "call") return node.arguments;
  if (node.kind === "member") return [node.of, node.key];
  if (node.kind === "not") return [node.operand];
  return node.kind === "binary" ? [node.left, node.right] : [];
}

function evaluate(node: Node, scope: Scope): unknown {
  if (node.kind === "literal") return node.value;
  if (node.kind === "context") return member(seal(scope.contexts), node.name, "this runner has no context");
  if (node.kind === "call") return call(node, scope);
  if (node.kind === "not") return !isTrue(evaluate(node.operand, scope));
  if (node.kind === "member") {
    return member(evaluate(node.of, scope), toText(evaluate(node.key, scope)), "nothing in the workflow sets");
  }
  const left = evaluate(node.left, scope);
  if (node.operator === "&&") return isTrue(left) ? evaluate(node.right, scope) : left;
  if (node.operator === "||") return isTrue(left) ? left : evaluate(node.right, scope);
  const same = equal(left, evaluate(node.right, scope));
  return node.operator === "==" ? same : !same;
}

function member(of: unknown, key: string, complaint: string): unknown {
  if (of === null || typeof of !== "object") return null;
  // Names of members do not care about case; those of outputs and variables are unique without it.
  const name = Object.keys(of).find((one) => one.toLowerCase() === key.toLowerCase());
  if (name !== undefined) return (of as Record<string, unknown>)[name];
  if (sealed.has(of)) throw new Error(`${complaint} ${key}; there is ${Object.keys(of).join(", ") || "nothing"}`);
  return null;
}

function call({ name, arguments: given }: Node & { kind: "call" }, scope: Scope): unknown {
  if (name === "always") return true;
  if (name === "success" || name === "failure") return scope.status === name;
  const [first] = given.map((argument) => evaluate(argument, scope));
  if (name === "toJSON" && given.length === 1) return JSON.stringify(first, null, 2);
  throw new Error(`this runner does not implement the function ${name}`);
}

/** Text is compared without case; values of different types as numbers. */
function equal(left: unknown, right: unknown): boolean {
  if (typeof left === "string" && typeof right === "string") return left.toLowerCase() === right.toLowerCase();
  return typeof left === typeof right && left !== null && right !== null
    ? left === right
    : toNumber(left) === toNumber(right);
}

function toNumber(value: unknown): number {
  return value === null || value === undefined ? 0 : typeof value === "object" ? Number.NaN : Number(value);
}

function isTrue(value: unknown): boolean {
  return Boolean(value);
}

export function toText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") throw new Error(`an object where text is wanted: ${JSON.stringify(value)}`);
  return String(value);
}
