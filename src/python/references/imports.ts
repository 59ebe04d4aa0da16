/** Its repetitions are bounded, because a hostile source must not take quadratic time. */
const STATEMENT =
  /\b(?:from(?=[\s.\\])[\s\\]{0,100}([\w.]{0,300})[\s\\]{1,100}import|import)\b[ \t]{0,100}(\([^()]{0,5000}\)|(?:[^\n#;\\(]|\\\r?\n)*)/g;

/**
 * The modules that a source imports or may import, by what looks like an import statement: of `from a import b`, both `a` and
 * `a.b`. Relative names begin with dots.
 */
export function importsIn(text: string): string[] {
  const found: string[] = [];
  for (const [, from, list = ""] of text.matchAll(STATEMENT)) {
    const names = list
      .replace(/#.*|[()\\]/g, " ")
      .split(",")
      .map((item) => item.trim().split(/\s/, 1)[0] ?? "")
      .filter((name) => /^\w[\w.]*$/.test(name));
    if (from !== undefined) found.push(from);
    const prefix = from === undefined || /^\.*$/.test(from) ? (from ?? "") : `${from}.`;
    for (const name of names) found.push(prefix + name);
  }
  return found;
}
