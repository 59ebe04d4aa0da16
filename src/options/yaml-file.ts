import { readFileSync } from "node:fs";
import { type Document, isAlias, isNode, LineCounter, parseDocument, visit } from "yaml";
import { isSystemError, messageOf, UserError, UserErrors } from "../errors.ts";

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

/** An alias more than this often, nested ones multiplied, is an attack rather than a file. */
const MOST_ALIASES = 100;

/** @throws UserError, UserErrors with file and line of everything that is not YAML */
export function readYaml(file: string): YamlFile {
  return parseYaml(file, textOf(file));
}

export function parseYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document: Document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new UserErrors(
      document.errors.map(({ message, pos }) => new UserError(message, { file, line: lines.linePos(pos[0]).line })),
    );
  }
  const lineOf = (node: unknown) => {
    const start = isNode(node) ? node.range?.[0] : undefined;
    return start === undefined ? undefined : lines.linePos(start).line;
  };
  return { file, text, document, value: meaningOf(document, file, lineOf), lineOf };
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

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UserError(`${file} cannot be read: ${error.code === "EISDIR" ? "it is a directory" : error.code}.`, {
      file,
    });
  }
}
