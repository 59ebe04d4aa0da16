import { posix } from "node:path";
import type { Reference } from "../../python/references/references.ts";
import { groupBy } from "../../util/group-by.ts";
import type { Candidate } from "./candidates.ts";

/** Whose source names something, and what it can mean. */
export interface Source {
  /** POSIX, relative to the mount; `undefined` for code outside it. */
  readonly path: string | undefined;
  /** First parts of the names of the modules that it imports. */
  readonly roots: readonly string[];
}

/** Looks candidates up by what code calls them. */
export class CandidateIndex {
  readonly #byPath: ReadonlyMap<string, Candidate>;
  readonly #byName: ReadonlyMap<string, Candidate[]>;
  readonly #bySuffix: ReadonlyMap<string, Candidate[]>;
  readonly #files: ReadonlySet<string>;

  constructor(candidates: readonly Candidate[]) {
    this.#byPath = new Map(candidates.map((one) => [one.path, one]));
    this.#byName = groupBy(candidates, ({ path }) => posix.basename(path));
    this.#bySuffix = groupBy(candidates, ({ path }) => posix.extname(path) || undefined);
    this.#files = new Set(candidates.flatMap(({ files }) => files.flatMap(({ path }) => withParents(path))));
  }

  /** The candidates that a reference means, or may mean. */
  named({ kind, name }: Reference, source: Source): readonly Candidate[] {
    switch (kind) {
      case "import":
      case "module":
        return this.#modules(name, source.path);
      case "path":
        return this.#called(name.split("/", 1)[0] ?? "").filter(
          ({ path }) => isWithinReach(path, source) && this.#files.has(`${posix.dirname(path)}/${name}`),
        );
      case "directory":
        return name === "include" ? this.#headersBelowInclude(source) : this.#ownDirectories(name, source);
      case "name":
        return this.#bareName(name, source);
      case "file":
        return this.#filesCalled(name, source);
      case "compile":
        return this.#ofKinds(["headers", "libraries"], source);
      case "stub":
        return this.#at(source.path?.replace(/\.py$/, ".pyi") ?? "");
    }
  }

  #at(path: string): Candidate[] {
    const found = this.#byPath.get(path);
    return found === undefined ? [] : [found];
  }

  #modules(name: string, path: string | undefined): Candidate[] {
    const dots = /^\.*/.exec(name)?.[0].length ?? 0;
    const parts = name.slice(dots).split(".").filter(Boolean);
    const absolute = dots === 0 ? this.#alongPath(parts) : [];
    if (path === undefined) return absolute;
    // A package may put its own directory on the path, so an absolute name may be beside the module as well.
    return [...absolute, ...this.#alongPath([...path.split("/").slice(0, -(dots || 1)), ...parts])];
  }

  /** `a/tests` for `a.tests.one`, `a/conftest.py` for `a.conftest`. */
  #alongPath(parts: readonly string[]): Candidate[] {
    return parts.flatMap((_, index) => {
      const path = parts.slice(0, index + 1).join("/");
      return [...this.#at(path), ...this.#at(`${path}.py`)];
    });
  }

  #called(name: string): readonly Candidate[] {
    return this.#byName.get(name) ?? [];
  }

  /** Without the name of a file, it is most likely the directory of the code's own package. */
  #ownDirectories(name: string, source: Source): Candidate[] {
    return this.#called(name).filter(({ path }) => isOfTheSame(path, source));
  }

  #headersBelowInclude(source: Source): Candidate[] {
    const found = this.#ofKinds(["headers", "libraries"], source);
    return found.filter(({ path }) => /(^|\/)include\//.test(path) && isOfTheSame(path, source));
  }

  /**
   * In `__init__.py`, the bare name of a directory beside it may be in `__all__`. Lists of words such as "tests" are usual
   * elsewhere, but examples are also data.
   */
  #bareName(name: string, source: Source): Candidate[] {
    const beside = source.path?.endsWith("/__init__.py") ? posix.dirname(source.path) : undefined;
    return this.#called(name).filter(({ path, kind }) =>
      kind === "documentation" ? isOfTheSame(path, source) : posix.dirname(path) === beside,
    );
  }

  /** `one.h`, or `*.h` and `.h` for all of the same package. */
  #filesCalled(name: string, source: Source): Candidate[] {
    const suffix = /^(?:.*[*%}].*)?(\.\w+)$/.exec(name)?.[1];
    const found = suffix === undefined ? this.#called(name) : (this.#bySuffix.get(suffix) ?? []);
    const isMeant = suffix === undefined ? isWithinReach : isOfTheSame;
    return found.filter(({ path, kind }) => !isDirectory(kind) && isMeant(path, source));
  }

  #ofKinds(kinds: readonly Candidate["kind"][], source: Source): Candidate[] {
    return [...this.#byPath.values()].filter(({ path, kind }) => kinds.includes(kind) && isWithinReach(path, source));
  }
}

function isDirectory(kind: Candidate["kind"]): boolean {
  return kind === "tests" || kind === "documentation";
}

const rootOf = (path: string) => path.split("/", 1)[0] ?? "";

function isOfTheSame(path: string, source: Source): boolean {
  return source.path !== undefined && rootOf(path) === rootOf(source.path);
}

/** Code can name the files of its own package, and of those that it imports. */
function isWithinReach(path: string, source: Source): boolean {
  return isOfTheSame(path, source) || source.roots.includes(rootOf(path));
}

function withParents(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
