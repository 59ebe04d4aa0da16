import { isMap, isScalar, type Pair, Scalar, stringify, type YAMLMap } from "yaml";
import type { YamlFile } from "../options/yaml-file.ts";

/** Text by key. */
type Pairs = Readonly<Record<string, string>>;

/**
 * The text with these pairs in the mapping at a top-level key: only the lines concerned change.
 * @returns `undefined` where the mapping is not written in lines of its own
 */
export function withPairs({ document, text }: YamlFile, key: string, pairs: Pairs): string | undefined {
  const top = isMap(document.contents) ? document.contents : undefined;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = Object.entries(pairs).map(([name, value]) => `${name}: ${plain(value)}`);
  if (!top?.has(key)) {
    const start = text === "" || text.endsWith("\n") ? text : text + eol;
    return start + [`${key}:`, ...lines.map((line) => `  ${line}`), ""].join(eol);
  }
  const map = top.get(key);
  if (!isMap(map) || map.flow || map.items.length === 0) return undefined;
  return inBlock(text, map, pairs, eol);
}

/** From the last change to the first, so that offsets stay true. */
function inBlock(text: string, map: YAMLMap, pairs: Pairs, eol: string): string | undefined {
  const present = new Map(map.items.map((pair) => [keyOf(pair), pair]));
  const added = Object.entries(pairs).filter(([name]) => !present.has(name));
  const changed = [...present].filter(([name, pair]) => name in pairs && contentOf(pair) !== pairs[name]);
  let edited = insertAfter(text, map, added, eol);
  for (const [name, { value }] of changed.reverse()) {
    const range = isScalar(value) && value.type !== Scalar.BLOCK_LITERAL ? value.range : undefined;
    if (!range || !isScalar(value)) return undefined;
    const before = edited?.slice(0, range[0]) ?? "";
    const space = /\s$/.test(before) ? "" : " ";
    edited = before + space + likeBefore(pairs[name] ?? "", value) + edited?.slice(range[1]);
  }
  return edited;
}

function insertAfter(text: string, map: YAMLMap, added: readonly [string, string][], eol: string): string | undefined {
  const [first, last] = [map.items[0]?.key, map.items.at(-1)];
  const start = isScalar(first) ? first.range?.[0] : undefined;
  const end = (last?.value as Scalar | undefined)?.range?.[1];
  if (start === undefined || end === undefined) return undefined;
  const indent = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const lineEnd = text.indexOf("\n", end - 1);
  const [head, tail] = lineEnd < 0 ? [`${text}${eol}`, ""] : [text.slice(0, lineEnd + 1), text.slice(lineEnd + 1)];
  return head + added.map(([name, value]) => `${indent}${name}: ${plain(value)}${eol}`).join("") + tail;
}

/** In the quotes that stood there. */
function likeBefore(value: string, { type }: Scalar): string {
  if (type === Scalar.QUOTE_DOUBLE) return JSON.stringify(value);
  if (type === Scalar.QUOTE_SINGLE) return `'${value.replaceAll("'", "''")}'`;
  return plain(value);
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

function contentOf({ value }: Pair): unknown {
  return isScalar(value) ? value.value : value;
}

function plain(value: string): string {
  return stringify(value).trimEnd();
}
