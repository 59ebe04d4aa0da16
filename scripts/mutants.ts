// Makes mutants of the checks: the source of one check with one decision turned.
import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { type Node, parse } from "acorn";

/** One change to one file. */
export interface Mutant {
  /** Id of the check. */
  readonly id: string;
  /** Relative to src. */
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

type Tree = Node & Record<string, unknown>;

/** Probes in which checks have their decisions, with those checks. */
const PROBES: Readonly<Record<string, string>> = { "python/probes/closure.py": "M1|M2|M3|M4|M5" };

/** Every mutant of every check; `source` is the directory src. */
export function makeMutants(source: string): Mutant[] {
  const files = readdirSync(join(source, "checks")).filter((file) => file.endsWith(".ts"));
  const read = (file: string) => readFileSync(join(source, file), "utf8");
  return [
    ...files.flatMap((file) => mutantsOf(`checks/${file}`, read(`checks/${file}`))),
    ...Object.entries(PROBES).flatMap(([file, ids]) => mutantsOfProbe(file, read(file), ids)),
  ];
}

/** Python's conditions, line by line. */
function mutantsOfProbe(file: string, source: string, id: string): Mutant[] {
  return [...source.matchAll(/^( *(?:el)?if )(.+):$/gm)].map((match) => {
    const start = match.index + (match[1]?.length ?? 0);
    const condition = match[2] ?? "";
    const change = { what: "condition negated", start, end: start + condition.length, text: `not (${condition})` };
    return { ...change, id, file, line: lineOf(start, source) };
  });
}

function mutantsOf(file: string, source: string): Mutant[] {
  // Types become blanks, so places in the tree are places in the source.
  const tree = parse(stripTypeScriptTypes(source), { ecmaVersion: "latest", sourceType: "module" }) as unknown as Tree;
  const declared = declarations(tree);
  return [...declared.values()].flatMap((declaration) => {
    const check = checkIn(declaration);
    if (check === undefined) return [];
    const bodies = [check.find, ...reachable(check.find, declared)];
    const changes = bodies.flatMap((body) => [...descend(body)].flatMap((node) => changesOf(node, source)));
    return changes.map((change) => ({ ...change, id: check.id, file, line: lineOf(change.start, source) }));
  });
}

/** Functions and constants at the top of a module, by name. */
function declarations(tree: Tree): Map<string, Tree> {
  const found = new Map<string, Tree>();
  for (const statement of tree.body as Tree[]) {
    const declaration = ((statement.declaration as Tree | null | undefined) ?? statement) as Tree;
    if (declaration.type === "FunctionDeclaration") found.set((declaration.id as Tree).name as string, declaration);
    for (const one of (declaration.declarations as Tree[] | undefined) ?? []) {
      if (one.init) found.set((one.id as Tree).name as string, one.init as Tree);
    }
  }
  return found;
}

/** The id and the `find` of an object literal that is a check. */
function checkIn(node: Tree): { id: string; find: Tree } | undefined {
  if (node.type !== "ObjectExpression") return undefined;
  const values = new Map(
    (node.properties as Tree[]).map((one) => [(one.key as Tree | undefined)?.name, one.value as Tree]),
  );
  const [id, find] = [values.get("id"), values.get("find")];
  return id && find ? { id: String(id.value), find } : undefined;
}

/** What a check calls in its own file, and what that calls. */
function reachable(from: Tree, declared: ReadonlyMap<string, Tree>): Set<Tree> {
  const found = new Set<Tree>();
  const waiting = [from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const node of descend(next)) {
      const target = node.type === "Identifier" ? declared.get(node.name as string) : undefined;
      if (target === undefined || target === from || found.has(target) || checkIn(target)) continue;
      found.add(target);
      waiting.push(target);
    }
  }
  return found;
}

function* descend(node: Tree): Iterable<Tree> {
  yield node;
  for (const value of Object.values(node)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === "object" && one !== null && typeof (one as Tree).type === "string")
        yield* descend(one as Tree);
    }
  }
}

type Change = Pick<Mutant, "what" | "start" | "end" | "text">;

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

/** What can be turned at one place of the tree. */
function changesOf(node: Tree, source: string): Change[] {
  const textOf = ({ start, end }: Node) => source.slice(start, end);
  const replace = (what: string, place: Node, text: string): Change => ({
    what,
    start: place.start,
    end: place.end,
    text,
  });
  const test = node.test as Tree | undefined;
  if (node.type === "IfStatement" || node.type === "ConditionalExpression") {
    const negated = replace("condition negated", test as Tree, `!(${textOf(test as Tree)})`);
    const leaves = ["ReturnStatement", "ContinueStatement"].includes((node.consequent as Tree).type);
    return leaves ? [negated, replace("early exit removed", node.consequent as Tree, ";")] : [negated];
  }
  if (node.type === "BinaryExpression" || node.type === "LogicalExpression") return operatorTurned(node, source);
  if (node.type === "CallExpression") return callTurned(node, replace);
  return [];
}

function operatorTurned(node: Tree, source: string): Change[] {
  const turned = TURNED[node.operator as string];
  const [left, right] = [node.left as Tree, node.right as Tree];
  if (turned === undefined) return [];
  const start = source.indexOf(node.operator as string, left.end);
  if (start < 0 || start > right.start) return [];
  const end = start + (node.operator as string).length;
  return [{ what: `${node.operator} is ${turned}`, start, end, text: turned }];
}

function callTurned(node: Tree, replace: (what: string, place: Node, text: string) => Change): Change[] {
  const callee = node.callee as Tree;
  const method = callee.type === "MemberExpression" ? (callee.property as Tree) : undefined;
  const [predicate] = node.arguments as Tree[];
  const turned = TURNED[method?.name as string];
  if (method?.name === "filter" && predicate) return [replace("filter dropped", predicate, "() => true")];
  const words = (node.arguments as Tree[]).filter((one) => one.type === "Literal" && typeof one.value === "string");
  if (callee.type === "Identifier") return words.map((word) => replace("word emptied", word, '""'));
  return method && turned ? [replace(`${method.name} is ${turned}`, method, turned)] : [];
}

function lineOf(offset: number, source: string): number {
  return source.slice(0, offset).split("\n").length;
}
