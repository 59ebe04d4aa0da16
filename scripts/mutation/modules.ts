// The top-level declarations of the checks' modules, and which of them a check reaches through calls and imports.
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path/posix";
import { parse } from "acorn";
import { childrenOf, descend, type Tree } from "./changes.ts";

/** A function, class or constant at the top of a module. */
export interface Declaration {
  /** Relative to src. */
  readonly file: string;
  readonly tree: Tree;
  /** Of the check that it is, if it is one. */
  readonly check: { readonly id: string; readonly find: Tree } | undefined;
}

interface Module {
  readonly source: string;
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** Local name to file and exported name; the name is `*` for a whole module. */
  readonly imports: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
}

export type Modules = ReadonlyMap<string, Module>;

/** Reads modules; `files` are relative to `directory`. */
export function readModules(files: readonly string[], directory: string): Modules {
  return new Map(files.map((file) => [file, readModule(file, readFileSync(join(directory, file), "utf8"))]));
}

function readModule(file: string, source: string): Module {
  // Types become blanks, so places in the tree are places in the source.
  const tree = parse(stripTypeScriptTypes(source), { ecmaVersion: "latest", sourceType: "module" }) as unknown as Tree;
  const declarations = new Map<string, Declaration>();
  const imports = new Map<string, { file: string; name: string }>();
  for (const statement of tree.body as Tree[]) {
    if (statement.type === "ImportDeclaration") {
      for (const [local, imported] of importsOf(statement, file)) imports.set(local, imported);
    }
    for (const [name, value] of declaredBy(statement)) {
      declarations.set(name, { file, tree: value, check: checkIn(value) });
    }
  }
  return { source, declarations, imports };
}

function* importsOf(statement: Tree, importer: string): Iterable<[string, { file: string; name: string }]> {
  const from = (statement.source as Tree).value as string;
  if (!from.startsWith(".")) return;
  for (const one of statement.specifiers as Tree[]) {
    const name = one.type === "ImportSpecifier" ? nameOf(one.imported) : "*";
    yield [nameOf(one.local), { file: join(dirname(importer), from), name }];
  }
}

function* declaredBy(statement: Tree): Iterable<[string, Tree]> {
  const declaration = ((statement.declaration as Tree | null | undefined) ?? statement) as Tree;
  if (["FunctionDeclaration", "ClassDeclaration"].includes(declaration.type)) {
    yield [nameOf(declaration.id), declaration];
  }
  for (const one of (declaration.declarations as Tree[] | undefined) ?? []) {
    if (one.init) yield [nameOf(one.id), one.init as Tree];
  }
}

function nameOf(node: unknown): string {
  return (node as Tree).name as string;
}

/** The id and the `find` of an object literal that is a check, or that a function makes one of. */
function checkIn(value: Tree): Declaration["check"] {
  const literal = value.type === "CallExpression" ? (value.arguments as Tree[])[0] : value;
  if (literal?.type !== "ObjectExpression") return undefined;
  const values = new Map(
    (literal.properties as Tree[]).map((one) => [(one.key as Tree | undefined)?.name, one.value as Tree]),
  );
  const [id, find] = [values.get("id"), values.get("find")];
  return typeof id?.value === "string" && find ? { id: id.value, find } : undefined;
}

/** The declarations that a check's `find` reaches, in its own module and in those that it imports. */
export function reachedBy(check: Declaration, modules: Modules): Set<Declaration> {
  const found = new Set<Declaration>();
  const waiting = [check];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const target of mentions(next, modules)) {
      if (found.has(target) || target.check !== undefined) continue;
      found.add(target);
      waiting.push(target);
    }
  }
  return found;
}

function* mentions({ file, tree, check }: Declaration, modules: Modules): Iterable<Declaration> {
  const module = modules.get(file) as Module;
  for (const [name, member] of references(check?.find ?? tree)) {
    const imported = module.imports.get(name);
    const target =
      imported === undefined
        ? module.declarations.get(name)
        : modules.get(imported.file)?.declarations.get(imported.name === "*" ? member : imported.name);
    if (target !== undefined) yield target;
  }
}

/** Names that are used below a node, each with the member that is taken of it: `""` for none. */
function* references(root: Tree): Iterable<[name: string, member: string]> {
  const labels = new Set<Tree>();
  for (const node of descend(root)) {
    const isMember = node.type === "MemberExpression" && !node.computed;
    if (isMember) labels.add(node.property as Tree);
    if (node.type === "Property" && !node.computed && !node.shorthand) labels.add(node.key as Tree);
    if (isMember && (node.object as Tree).type === "Identifier") yield [nameOf(node.object), nameOf(node.property)];
    for (const child of childrenOf(node)) {
      if (child.type === "Identifier" && !labels.has(child)) yield [nameOf(child), ""];
    }
  }
  if (root.type === "Identifier") yield [nameOf(root), ""];
}
