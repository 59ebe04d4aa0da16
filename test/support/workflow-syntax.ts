// The grammar of GitHub's expressions, without the parts that no workflow of ours uses: those are refused.
export type Node =
  | { kind: "literal"; value: string | number | boolean | null }
  | { kind: "context"; name: string }
  | { kind: "member"; of: Node; key: Node }
  | { kind: "call"; name: string; arguments: Node[] }
  | { kind: "not"; operand: Node }
  | { kind: "binary"; operator: Operator; left: Node; right: Node };
type Operator = "==" | "!=" | "&&" | "||";

/** From the loosest to the tightest. */
const levels: Operator[][] = [["||"], ["&&"], ["==", "!="]];
const token = /\s*(?:('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(==|!=|&&|\|\||[()[\].,!]))/y;
const words: Record<string, boolean | null> = { true: true, false: false, null: null };

/** @throws Error with the expression, where it is not one or uses what this runner does not implement */
export function parseExpression(source: string): Node {
  const tokens = split(source);
  const node = binary(tokens, 0, source);
  if (tokens.length > 0) throw unexpected(tokens[0], source);
  return node;
}

function split(source: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  const text = source.trimEnd();
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const found = token.exec(text);
    if (!found) throw unexpected(text.slice(start).trim(), source);
    tokens.push(found[0].trim());
  }
  return tokens;
}

function binary(tokens: string[], level: number, source: string): Node {
  const operators = levels[level];
  if (operators === undefined) return unary(tokens, source);
  let left = binary(tokens, level + 1, source);
  for (let operator = operators.find((one) => one === tokens[0]); operator; ) {
    tokens.shift();
    left = { kind: "binary", operator, left, right: binary(tokens, level + 1, source) };
    operator = operators.find((one) => one === tokens[0]);
  }
  return left;
}

function unary(tokens: string[], source: string): Node {
  if (tokens[0] !== "!") return members(primary(tokens, source), tokens, source);
  tokens.shift();
  return { kind: "not", operand: unary(tokens, source) };
}

function members(of: Node, tokens: string[], source: string): Node {
  if (tokens[0] === ".") {
    tokens.shift();
    const name = tokens.shift() ?? "";
    if (!/^[A-Za-z_]/.test(name)) throw unexpected(name, source);
    return members({ kind: "member", of, key: { kind: "literal", value: name } }, tokens, source);
  }
  if (tokens[0] !== "[") return of;
  tokens.shift();
  const key = binary(tokens, 0, source);
  expect("]", tokens, source);
  return members({ kind: "member", of, key }, tokens, source);
}

function primary(tokens: string[], source: string): Node {
  const first = tokens.shift();
  if (first === undefined) throw unexpected("its end", source);
  if (first.startsWith("'")) return { kind: "literal", value: first.slice(1, -1).replaceAll("''", "'") };
  if (/^-?\d/.test(first)) return { kind: "literal", value: Number(first) };
  if (first === "(") {
    const inner = binary(tokens, 0, source);
    expect(")", tokens, source);
    return inner;
  }
  if (!/^[A-Za-z_]/.test(first)) throw unexpected(first, source);
  const word = words[first];
  if (word !== undefined) return { kind: "literal", value: word };
  return tokens[0] === "(" ? callOf(first, tokens, source) : { kind: "context", name: first };
}

function callOf(name: string, tokens: string[], source: string): Node {
  tokens.shift();
  const given: Node[] = [];
  while (tokens[0] !== ")") {
    if (given.length > 0) expect(",", tokens, source);
    given.push(binary(tokens, 0, source));
  }
  tokens.shift();
  return { kind: "call", name, arguments: given };
}

function expect(wanted: string, tokens: string[], source: string): void {
  if (tokens[0] !== wanted) throw unexpected(tokens[0] ?? "its end", source);
  tokens.shift();
}

function unexpected(found: string | undefined, source: string): Error {
  return new Error(`this runner cannot read ${found} in the expression ${source.trim()}`);
}
