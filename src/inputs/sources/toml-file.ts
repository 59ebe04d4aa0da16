import type { AST } from "toml-eslint-parser";
import { getStaticTOMLValue, ParseError, parseTOML } from "toml-eslint-parser";
import { UserError } from "../../util/errors.ts";
import { isRecord } from "../deployment-file/yaml-file.ts";

/** A TOML file, with the lines of its values. */
export interface TomlFile {
  /** Absolute. */
  readonly file: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** The line of a key or an element, counted from 1; that of the last known one on the way. */
  lineAt(path: TomlPath): number;
}

export type TomlPath = readonly (string | number)[];

/** @throws UserError with file and line of what is not TOML */
export function parseToml(file: string, text: string): TomlFile {
  try {
    const program = parseTOML(text.replace(/^\ufeff/, ""), { tomlVersion: "1.0.0" });
    const lines = new Map<string, number>();
    for (const node of program.body[0].body) noteLines(node, [], lines);
    const value = getStaticTOMLValue(program) as Record<string, unknown>;
    return { file, value, lineAt: (path) => lineIn(lines, path) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new UserError(`This is not TOML: ${error.message}.`, { file, line: error.lineNumber });
  }
}

function lineIn(lines: ReadonlyMap<string, number>, path: TomlPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const line = lines.get(keyOf(path.slice(0, length)));
    if (line !== undefined) return line;
  }
  return 1;
}

function keyOf(path: TomlPath): string {
  return JSON.stringify(path);
}

function noteLines(node: AST.TOMLNode, above: TomlPath, lines: Map<string, number>): void {
  if (node.type === "TOMLTable") {
    note(node, node.resolvedKey, lines);
    for (const one of node.body) noteLines(one, node.resolvedKey, lines);
  } else if (node.type === "TOMLKeyValue") {
    const names = node.key.keys.map((key) => (key.type === "TOMLBare" ? key.name : key.value));
    note(node, [...above, ...names], lines);
    noteLines(node.value, [...above, ...names], lines);
  } else if (node.type === "TOMLArray") {
    node.elements.forEach((element, index) => {
      note(element, [...above, index], lines);
      noteLines(element, [...above, index], lines);
    });
  } else if (node.type === "TOMLInlineTable") {
    for (const one of node.body) noteLines(one, above, lines);
  }
}

function note({ loc }: AST.TOMLNode, path: TomlPath, lines: Map<string, number>): void {
  const key = keyOf(path);
  if (!lines.has(key)) lines.set(key, loc.start.line);
}

/** The table at a path; empty if there is none. */
export function tableAt({ value }: TomlFile, ...path: string[]): Readonly<Record<string, unknown>> {
  const found = path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value);
  return isRecord(found) ? found : {};
}

/**
 * A list of texts.
 * @throws UserError with file and line if it is something else
 */
export function textsAt(toml: TomlFile, path: TomlPath, value: unknown): { text: string; line: number }[] {
  const { file } = toml;
  if (!Array.isArray(value)) {
    const hint = 'Write it as ["numpy==1.26.4"], for example.';
    throw new UserError(`${path.join(".")} is not a list.`, { file, line: toml.lineAt(path), hint });
  }
  return value.map((text, index) => {
    const line = toml.lineAt([...path, index]);
    if (typeof text === "string") return { text, line };
    throw new UserError(`An entry of ${path.join(".")} is not text.`, {
      file,
      line,
      hint: 'Write it as "numpy==1.26.4".',
    });
  });
}
