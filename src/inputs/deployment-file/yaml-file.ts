import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
} from "yaml";
import { messageOf, UserError } from "../../util/errors.ts";
import { requireShallow } from "./nesting.ts";
import { withoutTemplates, withTemplates } from "./placeholders.ts";
import { readUtf8 } from "./read-utf8.ts";
import { throwMistakes } from "./yaml-mistakes.ts";

/** A YAML file as text and as nodes that know their line. */
export interface YamlFile {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  /** The document's value, with aliases and merge keys resolved. */
  readonly value: unknown;
  /** The line of a node, counted from 1; `undefined` if it is not in the text. */
  lineOf(node: unknown): number | undefined;
}

/** A text in a file, and its line (counted from 1). */
export interface Located {
  readonly text: string;
  readonly line: number | undefined;
}

/** More uses of aliases than this, nested ones multiplied, are an attack. */
const MOST_ALIASES = 100;

/** @throws UserError, UserErrors with file and line of everything that is not YAML */
export function readYaml(file: string): YamlFile {
  return parseTemplate(file, readUtf8(file));
}

/** YAML in which a pipeline still fills in values written as `{{NAME}}`: they are texts. */
export function parseTemplate(file: string, text: string, schema?: "failsafe"): YamlFile {
  const yaml = parseYaml(file, withoutTemplates(text), schema);
  const { document, lineOf } = yaml;
  visit(document, {
    Scalar: (_, node) => {
      const [start, end] = node.range ?? [0, 0];
      if (typeof node.value === "string") node.value = withTemplates(node.value, text.slice(start, end));
    },
  });
  return { ...yaml, text, value: meaningOf(document, file, lineOf) };
}

/**
 * @param text also with the line ends that only YAML 1.1, which the client reads, has (a lone CR, NEL, LS, PS)
 * @param schema `failsafe` leaves every plain scalar the text that it is written as
 */
export function parseYaml(file: string, text: string, schema?: "failsafe"): YamlFile {
  const lineCounter = new LineCounter();
  const normalised = text.replace(/\r(?!\n)|[\u0085\u2028\u2029]/g, "\n");
  requireShallow(file, normalised);
  const document: Document = parseDocument(normalised, {
    lineCounter,
    merge: true,
    prettyErrors: false,
    keepSourceTokens: true,
    uniqueKeys: false, // see yaml-mistakes.ts
    logLevel: "error",
    ...(schema && { schema }),
  });
  throwMistakes(document, file, (position) => lineCounter.linePos(position).line);
  const lineOf = (node: unknown) => {
    const start = isNode(node) ? node.range?.[0] : undefined;
    return start === undefined ? undefined : lineCounter.linePos(start).line;
  };
  return { file, text, document, value: meaningOf(document, file, lineOf), lineOf };
}

/** The value at a path of keys, with aliases and merge keys resolved. */
export function valueAt({ value }: YamlFile, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value);
}

/** The text at a path of keys; `undefined` if it is missing, empty, or a collection. */
export function textAt(yaml: YamlFile, ...path: string[]): Located | undefined {
  const value = valueAt(yaml, path);
  if (value === undefined || value === null || value === "" || typeof value === "object") return undefined;
  return { text: String(value), line: lineAt(yaml, path) };
}

/** The line of the innermost node on the way along a path of keys. */
export function lineAt({ document, lineOf }: YamlFile, path: readonly string[]): number | undefined {
  let node: unknown = document.contents;
  let line = lineOf(node);
  for (const key of path) {
    const collection: unknown = isAlias(node) ? node.resolve(document) : node;
    node = isCollection(collection) ? collection.get(key, true) : undefined;
    line = lineOf(node) ?? lineOf(keyIn(collection, key)) ?? line;
  }
  return line;
}

/** The line of a key in the mapping at a path of keys. */
export function lineOfKey(yaml: YamlFile, path: readonly string[], name: string): number | undefined {
  const node = nodeAt(yaml, path);
  return yaml.lineOf(keyIn(isAlias(node) ? node.resolve(yaml.document) : node, name)) ?? lineAt(yaml, [...path, name]);
}

function keyIn(collection: unknown, name: string): unknown {
  const isIt = ({ key }: Pair) => isScalar(key) && (key.value === name || key.source === name);
  return isMap(collection) ? collection.items.find(isIt)?.key : undefined;
}

/** The node at a path of keys, without merge keys; the last node may be an alias. */
export function nodeAt({ document }: YamlFile, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => {
    const collection: unknown = isAlias(at) ? at.resolve(document) : at;
    return isCollection(collection) ? collection.get(key, true) : undefined;
  }, document.contents);
}

/** The line of an alias through which the value at a path of keys is shared with another place. */
export function sharedAt(yaml: YamlFile, path: readonly string[]): number | undefined {
  const { document, lineOf } = yaml;
  const node = nodeAt(yaml, path);
  const anchor = isCollection(node) || isScalar(node) ? node.anchor : undefined;
  let shared: unknown = isAlias(node) ? node : undefined;
  visit(document, {
    Alias: (_, alias) => {
      if (anchor !== undefined && alias.source === anchor && alias.resolve(document) === node) shared = alias;
    },
  });
  return lineOf(shared);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function meaningOf(document: Document, file: string, lineOf: YamlFile["lineOf"]): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    throw new UserError(`The aliases of the file cannot be resolved: ${messageOf(error)}`, {
      file,
      line: lineOf(firstAlias(document)),
      hint: "Replace the aliases with their values.",
      cause: error,
    });
  }
}

function firstAlias(document: Document): unknown {
  let found: unknown;
  visit(document, (_, node) => {
    if (!isAlias(node)) return undefined;
    found = node;
    return visit.BREAK;
  });
  return found;
}
