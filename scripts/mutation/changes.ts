// What can be changed at one place of a program's syntax tree, so that a decision is taken the other way.
import type { Node } from "acorn";

/** One change to a source text. */
export interface Change {
  readonly what: string;
  /** Where the changed expression begins: this ran if the expression ran. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export type Tree = Node & Record<string, unknown>;

const TURNED: Readonly<Record<string, string>> = {
  "===": "!==",
  "!==": "===",
  "<": ">=",
  "<=": "<",
  ">": "<=",
  ">=": ">",
  "&&": "||",
  "||": "&&",
  some: "every",
  every: "some",
};

/** A node and all below it, parents first. */
export function* descend(node: Tree): Iterable<Tree> {
  yield node;
  for (const child of childrenOf(node)) yield* descend(child);
}

export function childrenOf(node: Tree): Tree[] {
  return Object.values(node)
    .flat()
    .filter((one) => typeof one === "object" && one !== null && typeof (one as Tree).type === "string") as Tree[];
}

/** Every change below a node; `isAtLoad`: it runs when its module is loaded, outside functions and classes. */
export function changesBelow(node: Tree, source: string, isOutside = true): (Change & { isAtLoad: boolean })[] {
  const isAtLoad = isOutside && !/^(Arrow)?Function|^Class/.test(node.type);
  return [
    ...changesOf(node, source).map((change) => ({ ...change, isAtLoad })),
    ...childrenOf(node).flatMap((child) => changesBelow(child, source, isAtLoad)),
  ];
}

function changesOf(node: Tree, source: string): Change[] {
  if (node.type === "IfStatement" || node.type === "ConditionalExpression") return conditionTurned(node, source);
  if (node.type === "BinaryExpression" || node.type === "LogicalExpression") return operatorTurned(node, source);
  if (node.type === "CallExpression") return callTurned(node);
  return [];
}

function replace(what: string, place: Node, text: string, at = place.start): Change {
  return { what, at, start: place.start, end: place.end, text };
}

function conditionTurned(node: Tree, source: string): Change[] {
  const test = node.test as Tree;
  const consequent = node.consequent as Tree;
  const negated = replace("condition negated", test, `!(${source.slice(test.start, test.end)})`);
  const leaves = ["ReturnStatement", "ContinueStatement"].includes(consequent.type);
  return leaves ? [negated, replace("early exit removed", consequent, ";")] : [negated];
}

function operatorTurned(node: Tree, source: string): Change[] {
  const operator = node.operator as string;
  const turned = TURNED[operator];
  const [left, right] = [node.left as Tree, node.right as Tree];
  if (turned === undefined) return [];
  const start = source.indexOf(operator, left.end);
  if (start < 0 || start > right.start) return [];
  return [{ what: `${operator} is ${turned}`, at: node.start, start, end: start + operator.length, text: turned }];
}

function callTurned(node: Tree): Change[] {
  const callee = node.callee as Tree;
  const method = callee.type === "MemberExpression" ? (callee.property as Tree) : undefined;
  const [predicate] = node.arguments as Tree[];
  const turned = TURNED[method?.name as string];
  if (method?.name === "filter" && predicate) return [replace("filter dropped", predicate, "() => true", node.start)];
  const words = (node.arguments as Tree[]).filter((one) => one.type === "Literal" && typeof one.value === "string");
  if (callee.type === "Identifier") return words.map((word) => replace("word emptied", word, '""', node.start));
  return method && turned ? [replace(`${method.name} is ${turned}`, method, turned, node.start)] : [];
}
