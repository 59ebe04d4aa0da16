import type { Reference, References } from "../../python/references/references.ts";

/** What is named in files that are not Python sources. */

/** Modules of `entry_points.txt`: `name = package.module:function`. */
export function namesInEntryPoints(text: string): References {
  const names = [...text.matchAll(/^[^#;[\n=]*=\s*([\w.]+)/gm)].map(([, name = ""]) => name);
  return { references: names.map(moduleNamed), roots: [] };
}

/**
 * Modules whose names a compiled module contains, as Cython stores those that it imports: the whole dotted name, or the last
 * part alone for a relative import.
 * @param directories names that are looked for
 */
export function namesInCompiled(bytes: Buffer, directories: Iterable<string>): References {
  const names = [...directories].flatMap((name) => [...namesWith(Buffer.from(name), bytes)]);
  return { references: names.map(moduleNamed), roots: [] };
}

function* namesWith(name: Buffer, bytes: Buffer): Iterable<string> {
  let at = bytes.indexOf(name);
  for (let count = 0; at >= 0 && count < MOST_HITS; count += 1, at = bytes.indexOf(name, at + name.length)) {
    const before = bytes[at - 1];
    if (before !== DOT && before !== 0) continue;
    const text = textAround(bytes, at, name.length);
    if (before === DOT) yield text;
    else if (text.length === name.length) yield `.${text}`;
  }
}

const DOT = ".".charCodeAt(0);
const LONGEST = 200;
const MOST_HITS = 10_000;

function textAround(bytes: Buffer, at: number, length: number): string {
  const before = /[\w.]*$/.exec(bytes.toString("latin1", Math.max(0, at - LONGEST), at))?.[0] ?? "";
  const after = /^[\w.]*/.exec(bytes.toString("latin1", at + length, at + length + LONGEST))?.[0] ?? "";
  return before + bytes.toString("latin1", at, at + length) + after;
}

function moduleNamed(name: string): Reference {
  return { kind: "module", name };
}
