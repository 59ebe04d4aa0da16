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
  type YAMLParseError,
} from "yaml";
import { messageOf, UserError, UserErrors } from "../errors.ts";
import { readUtf8 } from "./utf8.ts";

/** A YAML file as text and as nodes that know where in it they stand. */
export interface YamlFile {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  /** What the document means, aliases and merge keys resolved. */
  readonly value: unknown;
  /** The line of a node, counted from 1; `undefined` for what is not in the text. */
  lineOf(node: unknown): number | undefined;
}

/** Something that a file says, and the line (counted from 1) where it says so. */
export interface Said {
  readonly text: string;
  readonly line: number | undefined;
}

/** An alias more than this often, nested ones multiplied, is an attack rather than a file. */
const MOST_ALIASES = 100;

/** @throws UserError, UserErrors with file and line of everything that is not YAML */
export function readYaml(file: string): YamlFile {
  return parseYaml(file, readUtf8(file));
}

/**
 * @param text also with the line ends that only YAML 1.1, which the client reads, has (a lone CR, NEL, LS, PS)
 * @param schema `failsafe` leaves every plain scalar the text that it is written as
 */
export function parseYaml(file: string, text: string, schema?: "failsafe"): YamlFile {
  const lineCounter = new LineCounter();
  const document: Document = parseDocument(text.replace(/\r(?!\n)|[\u0085\u2028\u2029]/g, "\n"), {
    lineCounter,
    merge: true,
    prettyErrors: false,
    keepSourceTokens: true,
    logLevel: "error",
    ...(schema && { schema }),
  });
  if (document.errors.length > 0) {
    throw new UserErrors(
      document.errors.map((error) => {
        const line = lineCounter.linePos(error.pos[0]).line;
        const { message, hint } = inPlainWords(error, document);
        return new UserError(message, { file, line, hint });
      }),
    );
  }
  const lineOf = (node: unknown) => {
    const start = isNode(node) ? node.range?.[0] : undefined;
    return start === undefined ? undefined : lineCounter.linePos(start).line;
  };
  return { file, text, document, value: meaningOf(document, file, lineOf), lineOf };
}

/** What the parser reports, for those who wrote the file. */
function inPlainWords({ code, message, pos }: YAMLParseError, document: Document): { message: string; hint?: string } {
  if (code === "MULTIPLE_DOCS") {
    return { message: "The file holds more than one document.", hint: "Keep one, without a line --- behind it." };
  }
  if (code !== "DUPLICATE_KEY") return { message };
  let key: unknown;
  visit(document, {
    Scalar: (_, node) => {
      if (node.range?.[0] === pos[0]) key = node.value;
    },
  });
  return { message: `The key "${key}" appears twice.`, hint: "Remove one: the Azure ML client takes the last." };
}

/** What stands at a path of keys, wherever aliases and merge keys have it from. */
export function valueAt({ value }: YamlFile, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value);
}

/** The text at a path of keys; `undefined` where there is none, an empty one, or a collection. */
export function textAt(yaml: YamlFile, ...path: string[]): Said | undefined {
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

function keyIn(collection: unknown, name: string): unknown {
  const isIt = ({ key }: Pair) => isScalar(key) && (key.value === name || key.source === name);
  return isMap(collection) ? collection.items.find(isIt)?.key : undefined;
}

/** The node at a path of keys, not by merge keys; the last one may be an alias. */
export function nodeAt({ document }: YamlFile, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => {
    const collection: unknown = isAlias(at) ? at.resolve(document) : at;
    return isCollection(collection) ? collection.get(key, true) : undefined;
  }, document.contents);
}

/** The line of an alias by which the value at a path of keys is, or gets, the value of another place too. */
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
      hint: "Write out what they stand for.",
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
