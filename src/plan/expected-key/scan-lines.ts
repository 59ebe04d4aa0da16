/*
 * Requirements files as far as their lines are simple enough to be understood without pip: pins and ranges of named
 * distributions, hashes, and files that are included. Only pip's parser decides what a line means; this one is for a key
 * that is compared with the real one before anything of the entry is used. Whatever is not simple is not read.
 */

export interface ScannedLine {
  /** Of its first line, counted from 1. */
  readonly line: number;
  /** `undefined` if it includes a file. */
  readonly text?: string;
  readonly pinned: string | null;
  readonly hashes: readonly string[];
  /** A path, as written. */
  readonly includes?: { readonly path: string; readonly constraint: boolean };
}

/** What pip treats as the end of a line, or as a space, or what may say in which encoding the file is. */
const NOT_SIMPLE = /(?!\n)\p{Cc}|[\u2028\u2029\ufeff]|coding[:=]|\$\{/u;

const INCLUDE = /^(?:-(?<short>[rc])\s*|--(?<long>requirement|constraint)(?:\s*=\s*|\s+))(?<path>[\w./-]+)$/;
const HASHES = /^(?<text>[^ -][^#]*?)(?<hashes>(?:\s+--hash[= ]sha(?:256|384|512):[0-9a-f]+)*)$/;

const NAME = /[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/.source;
const EXTRAS = /\s*(?:\[[A-Za-z0-9._, -]*\])?/.source;
const CLAUSE = /\s*(?:===?|~=|!=|<=|>=|<|>)\s*[A-Za-z0-9.*+!_-]+\s*/.source;
const MARKER = /(?:;[\w\s.'"<>=!~(),-]+)?/.source;
const REQUIREMENT = new RegExp(
  `^(?<name>${NAME})${EXTRAS}\\s*(?<clauses>(?:${CLAUSE}(?:,${CLAUSE})*)?)(?<marker>${MARKER})$`,
);
/** A file of that name would be installed. */
const ARCHIVE = /\.(?:whl|zip|tar|tgz|tbz|txz|tlz|gz|bz2|xz|lzma)$/i;

/** @returns `undefined` if a line is not simple */
export function scanLines(content: string): ScannedLine[] | undefined {
  const text = content.replace(/\r\n/g, "\n");
  if (NOT_SIMPLE.test(text)) return undefined;
  const scanned: ScannedLine[] = [];
  for (const { line, joined } of joinedLines(text.split("\n"))) {
    const bare = joined.replace(/(^|\s+)#.*$/, "").trim();
    if (bare === "") continue;
    const one = scanInclude(bare, line) ?? scanRequirement(bare, line);
    if (one === undefined) return undefined;
    scanned.push(one);
  }
  return scanned;
}

/** A line of the input `packages`, which pip reads without comments and options. */
export function scanPackage(text: string, line: number): ScannedLine | undefined {
  return NOT_SIMPLE.test(text) ? undefined : scanOnly(text.trim(), [], line);
}

/** As pip joins them: a line that ends with a backslash goes on in the next one. */
function* joinedLines(lines: readonly string[]): Generator<{ readonly line: number; readonly joined: string }> {
  let begun: { line: number; text: string } | undefined;
  for (const [index, text] of lines.entries()) {
    const isComment = /(^|\s+)#.*$/.test(text);
    if (text.endsWith("\\") && !isComment) {
      begun = { line: begun?.line ?? index + 1, text: `${begun?.text ?? ""}${text.replace(/^\\+|\\+$/g, "")}` };
      continue;
    }
    yield { line: begun?.line ?? index + 1, joined: `${begun?.text ?? ""}${isComment ? " " : ""}${text}` };
    begun = undefined;
  }
  if (begun !== undefined) yield { line: begun.line, joined: begun.text };
}

function scanInclude(text: string, line: number): ScannedLine | undefined {
  const { short, long, path } = INCLUDE.exec(text)?.groups ?? {};
  if (path === undefined) return undefined;
  const constraint = short === "c" || long === "constraint";
  return { line, pinned: null, hashes: [], includes: { path, constraint } };
}

function scanRequirement(bare: string, line: number): ScannedLine | undefined {
  const { text, hashes = "" } = HASHES.exec(bare)?.groups ?? {};
  if (text === undefined) return undefined;
  return scanOnly(text.trim(), hashes.match(/sha\d+:[0-9a-f]+/g) ?? [], line);
}

function scanOnly(text: string, hashes: readonly string[], line: number): ScannedLine | undefined {
  const { name = "", clauses = "", marker = "" } = REQUIREMENT.exec(text)?.groups ?? {};
  if (name === "" || ARCHIVE.test(name) || / -/.test(text)) return undefined;
  const pinned = /(?:^|,)\s*===?\s*([^\s,*]+)\s*(?:,|$)/.exec(clauses)?.[1] ?? null;
  // Whether an unpinned requirement applies decides about the key, and only pip evaluates markers.
  return pinned === null && marker !== "" ? undefined : { line, text, pinned, hashes };
}
