import { groupBy } from "../../util/group-by.ts";
import { KINDS, type Kind, SUFFIXES } from "./kinds.ts";

/** A directory or file that is left out of the mount unless other code names it. */
export interface Candidate {
  /** POSIX, relative to the mount; a directory is the candidate's files below it. */
  readonly path: string;
  readonly kind: Kind;
  readonly files: readonly SizedFile[];
}

export interface SizedFile {
  /** POSIX, relative to the mount. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** A licence has to go wherever its code goes. */
const LICENCE = /(^|\/)(licen[cs]es?|copying|copyright|notice|patents|authors)([.\-_][^/]*)?(\/|$)/i;
const METADATA = /^[^/]+\.(dist|egg)-info(\/|$)/;
const TEST_MODULE = /^(test_.*|.*_test|conftest)\.py$/;

/**
 * What `slim` may leave out, by the paths alone. The top level of the mount is never a candidate: its names are those that
 * the container imports.
 */
export function candidatesAmong(files: readonly SizedFile[], stubs: boolean): Candidate[] {
  const layout = new Layout(files);
  const found = files
    .filter(({ path }) => !METADATA.test(path) && !LICENCE.test(path))
    .flatMap((file) => {
      const unit = layout.unitOf(file.path, stubs);
      return unit === undefined ? [] : [{ ...unit, file }];
    });
  const units = groupBy(found, ({ path }) => path);
  return [...units].flatMap(([path, [first, ...rest]]) =>
    first === undefined ? [] : [{ path, kind: first.kind, files: [first, ...rest].map(({ file }) => file) }],
  );
}

/** What the paths of a mount say about its directories. */
class Layout {
  readonly #testDirectories = new Set<string>();
  readonly #packages = new Set<string>();
  /** Paths of compiled modules without their suffixes. */
  readonly #compiled = new Set<string>();

  constructor(files: readonly SizedFile[]) {
    for (const { path } of files) {
      const parts = path.split("/");
      const name = parts.at(-1) ?? "";
      if (name.startsWith("__init__.")) this.#packages.add(parts.slice(0, -1).join("/"));
      if (name.endsWith(".so")) this.#compiled.add(stemOf(path));
      if (!TEST_MODULE.test(name)) continue;
      for (const depth of depthsOf(parts, KINDS.tests.directories)) {
        this.#testDirectories.add(parts.slice(0, depth + 1).join("/"));
      }
    }
  }

  unitOf(path: string, stubs: boolean): Pick<Candidate, "path" | "kind"> | undefined {
    if (KINDS.leftovers.files.test(path)) return { path, kind: "leftovers" };
    const parts = path.split("/");
    const directory = this.#testDirectoryOf(parts) ?? this.#documentationOf(parts);
    if (directory !== undefined) return directory;
    const kind = this.#kindOfFile(path);
    return kind === undefined || (kind === "stubs" && !stubs) ? undefined : { path, kind };
  }

  /** The outermost one, with everything below it. A directory without any test is a package that is called so. */
  #testDirectoryOf(parts: readonly string[]): Pick<Candidate, "path" | "kind"> | undefined {
    for (const depth of depthsOf(parts, KINDS.tests.directories)) {
      const path = parts.slice(0, depth + 1).join("/");
      if (this.#testDirectories.has(path)) return { path, kind: "tests" };
    }
    return parts.length > 1 && parts.at(-1) === "conftest.py" ? { path: parts.join("/"), kind: "tests" } : undefined;
  }

  /** Only directly in a package: elsewhere, such a directory may be one data set of several. */
  #documentationOf(parts: readonly string[]): Pick<Candidate, "path" | "kind"> | undefined {
    for (const depth of depthsOf(parts, KINDS.documentation.directories)) {
      if (!this.#packages.has(parts.slice(0, depth).join("/"))) continue;
      return { path: parts.slice(0, depth + 1).join("/"), kind: "documentation" };
    }
    return undefined;
  }

  #kindOfFile(path: string): Kind | undefined {
    const suffix = /\.(?:(?:pyx|pxd)\.(?:tp|in)|[^./]+)$/.exec(path)?.[0] ?? "";
    const kind = SUFFIXES.get(suffix);
    if (kind === "sources") return this.#compiled.has(stemOf(path)) ? kind : undefined;
    return kind;
  }
}

/** Positions of directories with one of these names, below the top level. */
function depthsOf(parts: readonly string[], names: ReadonlySet<string>): number[] {
  return parts.flatMap((part, depth) => (depth > 0 && depth < parts.length - 1 && names.has(part) ? [depth] : []));
}

/** `a/b.cpython-38-x86_64-linux-gnu.so` and `a/b.pyx.tp` → `a/b`. */
function stemOf(path: string): string {
  return path.replace(/(\/|^)([^/.]+)\.[^/]*$/, "$1$2");
}
