import { isAlias, isMap, isScalar, type Pair, Scalar, type YAMLMap } from "yaml";
import { isRecord, type YamlFile } from "../inputs/deployment-file/yaml-file.ts";
import { isTextToClient, scalarOf } from "../inputs/deployment-file/yaml-scalars.ts";
import { entriesIn, linesIn } from "./yaml-insertion-point.ts";
import {
  type Edit,
  endOf,
  endOfToken,
  eolAt,
  indentAt,
  insertion,
  lineEnd,
  startOf,
  withEdits,
} from "./yaml-tokens.ts";
import { withoutTag, withValue } from "./yaml-value.ts";

/** Text by key. */
type Pairs = Readonly<Record<string, string>>;

/**
 * The text with these pairs in the mapping at a top-level key. The text is edited, so everything else stays as it is.
 * @returns `undefined` if the mapping is written in a form that cannot be edited
 */
export function withPairs(yaml: YamlFile, key: string, pairs: Pairs): string | undefined {
  const top = yaml.document.contents;
  if (!isMap(top)) return undefined;
  const wanted = Object.entries(pairs).filter(([name, value]) => !isThere(yaml, key, name, value));
  const edits = wanted.length === 0 ? [] : editsOf(yaml, top, key, wanted);
  return edits === undefined ? undefined : withEdits(yaml.text, edits);
}

type Wanted = readonly (readonly [name: string, value: string])[];

function editsOf(yaml: YamlFile, top: YAMLMap, key: string, wanted: Wanted): readonly Edit[] | undefined {
  const own = pairAt(yaml, top, key);
  if (own === undefined) return newMapping(yaml.text, top, key, wanted);
  if (isMap(own.value)) return inMapping(yaml, own.value, own, wanted);
  return isScalar(own.value) && own.value.value === null ? inNothing(yaml.text, own, top, wanted) : undefined;
}

function newMapping(text: string, top: YAMLMap, key: string, wanted: Wanted): readonly Edit[] {
  if (top.flow) {
    const json = isQuoted(top.items[0]);
    return entriesIn(text, top, [`${json ? JSON.stringify(key) : key}: ${flowMapping(wanted, json)}`]);
  }
  const lines = [`${key}:`, ...wanted.map((pair) => `  ${entryOf(pair)}`)];
  // `...` ends a document; no text of a mapping has it at the start of a line.
  const end = text.search(/(?<![^\r\n])\.\.\.(?=\s|$)/);
  return [linesIn(text, top, lines, end < 0 ? text.length : end)];
}

/** The key exists, without a value or with `null`. */
function inNothing(text: string, own: Pair, top: YAMLMap, wanted: Wanted): readonly Edit[] | undefined {
  const item = own.srcToken;
  const colon = item?.sep?.find(({ type }) => type === "map-value-ind");
  if (item === undefined || colon === undefined) return undefined;
  const mapping = flowMapping(wanted, top.flow === true && isQuoted(own));
  const token = item.value;
  const isWritten = token !== undefined && "source" in token && token.source !== "";
  const untagged = withoutTag(item.sep ?? [], isWritten ? token.offset : endOf(item));
  if (isWritten) return [...untagged, { from: token.offset, to: endOfToken(token), text: mapping }];
  if (top.flow) return [...untagged, insertion(endOf(item), ` ${mapping}`)];
  const at = lineEnd(text, endOf(item));
  const start = `${eolAt(text, at)}${indentAt(text, startOf(item))}  `;
  return [...untagged, insertion(at, wanted.map((pair) => start + entryOf(pair)).join(""))];
}

function inMapping(yaml: YamlFile, map: YAMLMap, own: Pair, wanted: Wanted): readonly Edit[] | undefined {
  const json = map.flow === true && isQuoted(map.items[0] ?? own);
  const edits: Edit[] = [];
  for (const [name, value] of wanted) {
    const pair = pairAt(yaml, map, name);
    const changed = pair && withValue(pair, value, map.flow === true);
    if (pair && changed === undefined) return undefined;
    edits.push(...(changed ?? []));
  }
  const added = wanted.filter(([name]) => pairAt(yaml, map, name) === undefined);
  if (added.length === 0) return edits;
  const entries = added.map((pair) => entryOf(pair, json, map.flow === true));
  if (map.flow) return [...edits, ...entriesIn(yaml.text, map, entries)];
  return [...edits, linesIn(yaml.text, map, entries)];
}

function flowMapping(wanted: Wanted, json: boolean): string {
  return `{${wanted.map((pair) => entryOf(pair, json, true)).join(", ")}}`;
}

function entryOf([name, value]: Wanted[number], json = false, inFlow = false): string {
  return `${scalarOf(name, json ? '"' : "")}: ${scalarOf(value, json ? '"' : "", inFlow)}`;
}

/** Whether the client already reads this text there, also through a merge key. */
function isThere(yaml: YamlFile, key: string, name: string, value: string): boolean {
  const { document } = yaml;
  const map = isMap(document.contents) ? pairAt(yaml, document.contents, key)?.value : undefined;
  if (!isMap(map)) return false;
  const pair = pairAt(yaml, map, name);
  const merged = isRecord(yaml.value) ? yaml.value[key] : undefined;
  if (pair === undefined) return isRecord(merged) && merged[name] === value && scalarOf(value) === value;
  const node = isAlias(pair.value) ? pair.value.resolve(document) : pair.value;
  if (!isScalar(node) || node.value !== value) return false;
  return node.type !== Scalar.PLAIN || node.tag !== undefined || isTextToClient(node.source ?? "");
}

function pairAt({ document }: YamlFile, map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => {
    const node = isAlias(key) ? key.resolve(document) : key;
    return isScalar(node) && node.value === name;
  });
}

/** As JSON writes its keys. */
function isQuoted(pair: Pair | undefined): boolean {
  return isScalar(pair?.key) && pair.key.type === Scalar.QUOTE_DOUBLE;
}
