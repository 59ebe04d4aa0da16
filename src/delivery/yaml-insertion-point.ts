import type { CST, Pair, YAMLMap } from "yaml";
import {
  type Edit,
  endOf,
  endsInOpenBlockScalar,
  eolAt,
  indentAt,
  insertion,
  lineEnd,
  lineStart,
  startOf,
} from "./yaml-tokens.ts";

/**
 * New lines in a block mapping.
 * @param end the offset to insert them at; by default after the last entry
 */
export function linesIn(text: string, map: YAMLMap, lines: readonly string[], end?: number): Edit {
  const [first, last] = [sourceOf(map.items[0]), sourceOf(map.items.at(-1))];
  const indent = indentAt(text, startOf(first));
  const eol = eolAt(text, startOf(first));
  if (endsInOpenBlockScalar(text, last)) {
    return insertion(startOf(last), lines.map((line) => line + eol + indent).join(""));
  }
  const at = end ?? after(text, endOf(last));
  const isLineStart = /[\r\n]/.test(text[at - 1] ?? "");
  return insertion(at, lines.map((line) => (isLineStart ? indent + line + eol : eol + indent + line)).join(""));
}

/** The end of the line, unless the last entry includes its line end. */
function after(text: string, end: number): number {
  return /[\r\n]/.test(text[end - 1] ?? "") ? end : lineEnd(text, end);
}

/** New entries after the last one of a flow mapping (`{}`), each on its own line if that one is on its own line. */
export function entriesIn(text: string, map: YAMLMap, entries: readonly string[]): readonly Edit[] {
  const last = map.items.at(-1)?.srcToken;
  if (last === undefined) {
    const { start } = map.srcToken as CST.FlowCollection;
    return [insertion(start.offset + 1, entries.join(", "))];
  }
  const [begin, end] = [startOf(last), endOf(last)];
  const before = text.slice(lineStart(text, begin), begin);
  const rest = /^[ \t]*(,?)[ \t]*(?:(?<=[\s,])#.*)?$/.exec(text.slice(end, lineEnd(text, end)));
  if (before.trim() !== "" || rest === null) return [insertion(end, entries.map((entry) => `, ${entry}`).join(""))];
  const at = lineEnd(text, end);
  const start = `${eolAt(text, at)}${before}`;
  const comma = rest[1] ?? "";
  const lines = entries.join(`,${start}`);
  return [...(comma === "" ? [insertion(end, ",")] : []), insertion(at, start + lines + comma)];
}

function sourceOf(pair: Pair | undefined): CST.CollectionItem {
  return pair?.srcToken ?? { start: [] };
}
