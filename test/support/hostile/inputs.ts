// What hostile inputs are made of: real files with damage, tokens of their format in the wrong places, and noise.
import fc from "fast-check";

/** One change of a file: where, relative to its length, and what. */
interface Edit {
  readonly at: number;
  readonly kind: "set" | "insert" | "remove" | "repeat" | "number" | "cut";
  readonly bytes: Buffer;
  readonly length: number;
}

/** Numbers at the limits of what a field of a binary file can hold. */
const NUMBERS = [
  0n,
  1n,
  0x7fn,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fffffffn,
  0xffffffffn,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** Characters that programs treat in a special way, in files of any format. */
export const ODD_TEXTS = [
  "\0",
  "\r",
  "\n",
  "\t",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\u202e",
  "\x1b[2J",
  "\ud800",
  "../",
  "/",
  "\\",
  "::error::x",
  "##[error]",
  "__proto__",
  "constructor",
  "%s%n",
  "'\"",
  "$" + "{HOME}",
  "{{x}}",
  " ".repeat(300),
  "a".repeat(5000),
  "(".repeat(2000),
  "[".repeat(2000),
  "{".repeat(2000),
];

const place = fc.double({ min: 0, max: 1, noNaN: true });

function edits(tokens: readonly string[]): fc.Arbitrary<Edit[]> {
  const texts = fc.constantFrom(...tokens, ...ODD_TEXTS).map((text) => Buffer.from(text));
  const numbers = fc.record({ value: fc.constantFrom(...NUMBERS), width: fc.constantFrom(2, 4, 8), big: fc.boolean() });
  const edit = fc.oneof(
    fc.record({
      at: place,
      kind: fc.constant("set" as const),
      bytes: fc.uint8Array({ maxLength: 4 }).map(Buffer.from),
    }),
    fc.record({ at: place, kind: fc.constant("insert" as const), bytes: texts }),
    fc.record({ at: place, kind: fc.constant("number" as const), bytes: numbers.map(numberBytes) }),
    fc.record({ at: place, kind: fc.constantFrom("remove" as const, "repeat" as const), length: fc.nat(400) }),
    fc.record({ at: place, kind: fc.constant("cut" as const) }),
  );
  const whole = edit.map((one): Edit => ({ bytes: Buffer.alloc(0), length: 0, ...one }));
  return fc.array(whole, { minLength: 1, maxLength: 8 });
}

function numberBytes({ value, width, big }: { value: bigint; width: number; big: boolean }): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  const used = bytes.subarray(0, width);
  return big ? used.reverse() : used;
}

function apply(file: Buffer, { at, kind, bytes, length }: Edit): Buffer {
  const start = Math.floor(at * file.length);
  const [before, after] = [file.subarray(0, start), file.subarray(start)];
  if (kind === "cut") return before;
  if (kind === "remove") return Buffer.concat([before, after.subarray(length)]);
  if (kind === "insert") return Buffer.concat([before, bytes, after]);
  if (kind === "repeat") return Buffer.concat([before, ...Array(20).fill(after.subarray(0, length)), after]);
  return Buffer.concat([before, bytes, after.subarray(bytes.length)]);
}

/** Mostly one of `files` with up to eight changes; sometimes nothing but tokens, text or noise. */
export function damaged(files: readonly (Buffer | string)[], tokens: readonly string[] = []): fc.Arbitrary<Buffer> {
  const bases = files.map((file) => Buffer.from(file as string));
  const changed = fc.tuple(fc.constantFrom(...bases), edits(tokens)).map(([file, all]) => all.reduce(apply, file));
  const spliced = fc
    .tuple(fc.constantFrom(...bases), fc.constantFrom(...bases), place, place)
    .map(([one, other, end, start]) =>
      Buffer.concat([one.subarray(0, end * one.length), other.subarray(start * other.length)]),
    );
  const soup = fc
    .array(fc.constantFrom(...tokens, ...ODD_TEXTS, "\n", "  ", "x"), { maxLength: 60 })
    .map((parts) => Buffer.from(parts.join("")));
  const text = fc.string({ unit: "binary", maxLength: 200 }).map((one) => Buffer.from(one));
  const noise = fc.uint8Array({ maxLength: 600 }).map(Buffer.from);
  return fc.oneof(
    { weight: 7, arbitrary: changed },
    { weight: 1, arbitrary: spliced },
    { weight: 2, arbitrary: soup },
    { weight: 1, arbitrary: text },
    { weight: 1, arbitrary: noise },
  );
}

/** Values that stand where another type, or another range, is expected. */
const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  "",
  "x",
  "../../../etc/passwd",
  "\u0085::error::x",
  "a|b`<img src=x>](http://x)",
  "x".repeat(5000),
  [],
  {},
  [null],
  [[]],
  { name: null },
  nested(500),
];

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

/** `value`, which is JSON, with up to three nodes that were replaced, removed or added. */
export function otherJson(value: unknown): fc.Arbitrary<unknown> {
  const text = JSON.stringify(value);
  const change = fc.record({
    node: fc.nat(10_000),
    kind: fc.constantFrom("replace" as const, "remove" as const, "add" as const),
    by: fc
      .oneof({ weight: 5, arbitrary: fc.constantFrom(...ODD_VALUES) }, { weight: 1, arbitrary: fc.jsonValue() })
      .map(copy),
    key: fc.constantFrom("__proto__", "constructor", "toString", "length", "x"),
  });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const root = { value: JSON.parse(text) as unknown };
    for (const { node, kind, by, key } of changes) {
      const nodes = nodesOf(root);
      const { parent, name } = nodes[node % nodes.length] as Node;
      const child = parent[name];
      if (kind === "replace" || parent === (root as unknown)) parent[name] = by;
      else if (kind === "remove") Array.isArray(parent) ? parent.splice(Number(name), 1) : delete parent[name];
      else if (Array.isArray(child)) child.push(by);
      else if (typeof child === "object" && child !== null)
        Object.defineProperty(child, key, { value: by, enumerable: true, configurable: true, writable: true });
      else parent[name] = by;
    }
    return root.value;
  });
}

/** Changes of one input must not change the values of another. */
function copy(value: unknown): unknown {
  return structuredClone(value);
}

interface Node {
  readonly parent: Record<string, unknown>;
  readonly name: string;
}

/** Every place of a value in a tree, at most as many as an array of 2,000. */
function nodesOf(root: object): Node[] {
  const found: Node[] = [];
  const waiting: object[] = [root];
  for (let parent = waiting.pop(); parent !== undefined && found.length < 2000; parent = waiting.pop()) {
    for (const [name, child] of Object.entries(parent)) {
      found.push({ parent: parent as Record<string, unknown>, name });
      if (typeof child === "object" && child !== null) waiting.push(child);
    }
  }
  return found;
}
