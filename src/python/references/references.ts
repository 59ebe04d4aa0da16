import { importsIn } from "./imports.ts";
import { type Literal, literalAt } from "./literals.ts";

/** Something that a Python source names, which `slim` would otherwise leave out. */
export type Reference =
  /** A module that is imported, or a text that is the dotted name of one. Relative names begin with dots. */
  | { readonly kind: "import" | "module"; readonly name: string }
  /** A path that begins with the name of a directory: `tests/data/one.csv`. */
  | { readonly kind: "path"; readonly name: string }
  /** A directory whose files are read by names that are not known here. */
  | { readonly kind: "directory"; readonly name: string }
  /** The bare name of a directory, as in `__all__`. */
  | { readonly kind: "name"; readonly name: string }
  /** A file by its name, or files by their suffix. */
  | { readonly kind: "file"; readonly name: string }
  /** A compiler is run, or told where headers are; or the stub beside the module is read. */
  | { readonly kind: "compile" | "stub"; readonly name: "" };

/** What one source names. */
export interface References {
  readonly references: readonly Reference[];
  /** First parts of the names of the modules that it imports. */
  readonly roots: readonly string[];
}

const TRIGGER = new RegExp(
  [
    /\b(?:_?tests?|_?examples?|docs?|conftest|include)\b/,
    /\.(?:hh?|hpp|hxx|cuh|px[di]|la?|a|c|cc|cpp|cxx|cu|f|f90|pyx|pyi|tp|in)(?=["'])/,
    /\b(?:get_include|include_paths|f2py\.compile)(?=\s*\()|\b(?:pyximport|cpp_extension|load_inline|attach_stub)\b/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);
const COMPILES = /^(get_include|include_paths|f2py\.compile|pyximport|cpp_extension|load_inline)$/;

/** Characters that are searched on both sides of a word; a line may be as long as its file. */
const NEAR = 300;
/** Characters of a function that returns the directory of the headers, with its docstring. */
const LONGEST_ACCESSOR = 5000;

/** Names of directories that `slim` knows. */
const DIRECTORY = /\b(_?tests?|_?examples?|docs?|conftest)\b/;

/**
 * Reads what a source names, without an interpreter: a syntax tree of every module takes a second for each 3 MB. What may be a
 * name counts as one, except in comments and in examples of docstrings.
 */
export function referencesIn(text: string): References {
  const found = new Map<string, Reference>();
  const note = (one: Reference) => found.set(`${one.kind} ${one.name}`, one);
  let names = false;
  let lineEnd = -1;
  let isSkipped = false;
  for (const match of text.matchAll(TRIGGER)) {
    const [word] = match;
    if (match.index > lineEnd) {
      const start = text.lastIndexOf("\n", match.index) + 1;
      const end = text.indexOf("\n", match.index);
      lineEnd = end < 0 ? text.length : end;
      isSkipped = /^\s*(#|>>>|\.\.\. )/.test(text.slice(start, start + NEAR));
    }
    if (isSkipped) continue;
    names ||= DIRECTORY.test(word);
    ofWord(word, match.index, text).forEach(note);
  }
  if (found.size === 0 && !names) return { references: [], roots: [] };
  const imports = importsIn(text);
  for (const name of imports) if (DIRECTORY.test(name)) note({ kind: "import", name });
  const roots = imports.flatMap((name) => (name.startsWith(".") ? [] : [name.split(".", 1)[0] ?? ""]));
  return { references: [...found.values()], roots: [...new Set(roots)].sort() };
}

function ofWord(word: string, index: number, text: string): Reference[] {
  if (word === "attach_stub") return [{ kind: "stub", name: "" }];
  if (COMPILES.test(word)) return isInGetInclude(text, index) ? [] : [{ kind: "compile", name: "" }];
  const literal = literalAt(text, index, word.length);
  if (literal === undefined) return [];
  if (word.startsWith(".")) return [{ kind: "file", name: literal.text.split("/").at(-1) ?? "" }];
  if (word === "include") return isInGetInclude(text, index) ? [] : ofInclude(literal);
  return ofDirectory(word, literal, lineNear(text, index));
}

/** The usual function that tells a compiler where the headers are: only who calls it needs them. */
function isInGetInclude(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - LONGEST_ACCESSOR), index);
  const start = before.lastIndexOf("def "); // also where the word is the name of that function
  return start >= 0 && text.startsWith("get_include", index - before.length + start + "def ".length);
}

function ofInclude({ text }: Literal): Reference[] {
  return /(^|\/)include(\/|$)/.test(text) ? [{ kind: "directory", name: "include" }] : [];
}

/** Functions that read files by name, on the same line. */
const READS =
  /\b(files|get_data|open\w*|read_\w+|path|as_file|contents|is_resource|resource_\w+|listdir|scandir|walk|i?glob|iterdir|joinpath|load\w*)\s*\(/;

/** The part of the line that is near the word. */
function lineNear(text: string, index: number): string {
  const before = text.slice(Math.max(0, index - NEAR), index);
  const after = text.slice(index, index + NEAR);
  return before.slice(before.lastIndexOf("\n") + 1) + (after.split("\n", 1)[0] ?? "");
}

function ofDirectory(name: string, { text, before, after, pieces }: Literal, line: string): Reference[] {
  if (/(^|\/)$/.test(before) && /^($|\/)/.test(after)) {
    if (text !== name) return [ofPath(`${name}${after}/${pieces}`)];
    const bare: Reference = { kind: READS.test(line) ? "directory" : "name", name };
    return pieces === "" ? [bare] : [ofPath(`${name}/${pieces}`), { kind: "name", name }];
  }
  if (/^\.*[A-Za-z_]\w*(\.\w+)*(:[\w.]+)?$/.test(text)) {
    return [{ kind: "module", name: text.split(":", 1)[0] ?? "" }];
  }
  // A name that is put together when the code runs.
  return before.endsWith(".") && /[{%]/.test(text) ? [{ kind: "directory", name }] : [];
}

/** A path as far as it is written out. */
function ofPath(path: string): Reference {
  const parts = path.split("/").filter((part) => part !== "");
  const unknown = parts.findIndex((part) => /[{%*]/.test(part));
  const known = unknown < 0 ? parts : parts.slice(0, unknown);
  if (known.length > 1) return { kind: "path", name: known.join("/") };
  return { kind: "directory", name: parts[0] ?? "" };
}
