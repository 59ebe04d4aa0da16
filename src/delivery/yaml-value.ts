import { type CST, isScalar, type Pair, Scalar } from "yaml";
import { scalarOf } from "../inputs/deployment-file/yaml-scalars.ts";
import { type Edit, endOf, endOfToken, headerOf, insertion } from "./yaml-tokens.ts";

const KEPT_TAGS = ["!!str", "!!map", "!"];

/**
 * Sets the value of an entry of a mapping; anchors and quotes are kept.
 * @param inFlow whether the mapping is a flow mapping (`{}`)
 * @returns `undefined` if the present value is a block mapping or a block sequence
 */
export function withValue({ srcToken: item, value }: Pair, text: string, inFlow: boolean): readonly Edit[] | undefined {
  if (item?.key == null) return undefined;
  const { value: token, sep = [] } = item;
  const quote = quoteOf(value);
  const scalar = scalarOf(text, quote, inFlow);
  if (token === undefined || ("source" in token && token.source === "" && token.type === "scalar")) {
    const colon = sep.some(({ type }) => type === "map-value-ind") ? "" : ":";
    if (colon !== "" && !inFlow) return undefined;
    return [...withoutTag(sep, endOf(item)), insertion(endOf(item), `${colon} ${scalar}`)];
  }
  if (token.type === "block-map" || token.type === "block-seq") return undefined;
  if (token.type === "block-scalar") return [...withoutTag(sep, token.offset), ...inBlockScalar(token, scalar)];
  const edit = { from: token.offset, to: endOfToken(token), text: scalar };
  return [...withoutTag(sep, token.offset), edit];
}

/** Removes its lines; comments after `|` and empty lines below are kept. */
function inBlockScalar(token: CST.BlockScalar, scalar: string): readonly Edit[] {
  const { header, content } = headerOf(token);
  const lines = token.source.trimEnd().length;
  const next = /^[ \t]*(\r\n|\n|\r|$)/.exec(token.source.slice(lines))?.[0].length ?? 0;
  return [
    { from: token.offset, to: token.offset + header.length, text: scalar },
    ...(lines > 0 ? [{ from: content, to: content + lines + next, text: "" }] : []),
  ];
}

/** A tag such as `!!int` or `!!null` would change the type of the new value. */
export function withoutTag(sep: readonly CST.SourceToken[], end: number): readonly Edit[] {
  const at = sep.findIndex(({ type, source }) => type === "tag" && !KEPT_TAGS.includes(source));
  const tag = sep[at];
  if (tag === undefined) return [];
  const to = sep[at + 1]?.type === "space" ? tag.offset + tag.source.length + (sep[at + 1]?.source.length ?? 0) : end;
  return [{ from: tag.offset, to, text: "" }];
}

function quoteOf(value: unknown): "" | "'" | '"' {
  const type = isScalar(value) ? value.type : undefined;
  if (type === Scalar.QUOTE_DOUBLE) return '"';
  return type === Scalar.QUOTE_SINGLE ? "'" : "";
}
