import { readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import type { References } from "../../python/references/references.ts";
import { referencesIn } from "../../python/references/references.ts";
import { Pauses } from "../../util/pauses.ts";
import { CandidateIndex } from "./candidate-index.ts";
import type { Candidate, SizedFile } from "./candidates.ts";
import { namesInCompiled, namesInEntryPoints } from "./other-names.ts";

/** A candidate that stays, and the code that names it. */
export interface Kept {
  readonly path: string;
  /** POSIX, relative to the mount, or `OUTSIDE`; `undefined` if nothing else of its distribution would remain. */
  readonly by: string | typeof OUTSIDE | undefined;
}

/** The scoring directory. */
export const OUTSIDE = Symbol("outside");

/** Scripts that build or test a distribution name its sources and tests, but do not run in the container. */
const SCRIPT =
  /(^|\/)(setup|setup_\w+|_?generate_\w+|extbuild|hook-[^/]+)\.py$|\/(distutils|_distutils|f2py|_build_utils|_pyinstaller|pycc|testing)\/|(^|\/)(_pytest\w*|_?runtests\w*)\.py$/;

/** Bytes; larger files are not written by hand, nor by Cython. */
const LARGEST = 32 * 2 ** 20;

/** A shared library without Python code, such as a vendored OpenBLAS. */
const LIBRARY = /\.libs\/|\/lib[^/]*\.so$/;

/** Finds the candidates that no other code names. What only an unnamed candidate names is unnamed too. */
export class Unreachable {
  readonly #root: string;
  readonly #index: CandidateIndex;
  readonly #left: Set<Candidate>;
  readonly #waiting: string[];
  readonly #pauses = new Pauses();
  readonly kept: Kept[] = [];

  constructor(root: string, files: readonly SizedFile[], candidates: readonly Candidate[]) {
    this.#root = root;
    this.#index = new CandidateIndex(candidates);
    this.#left = new Set(candidates);
    const inCandidates = new Set(candidates.flatMap((candidate) => candidate.files.map(({ path }) => path)));
    this.#waiting = files.map(({ path }) => path).filter((path) => !inCandidates.has(path));
  }

  /** The candidates that are still unnamed. */
  get candidates(): readonly Candidate[] {
    return [...this.#left];
  }

  /** Keeps what code outside the mount names. */
  nameFromOutside(sources: readonly References[]): void {
    for (const source of sources) this.#note(source, OUTSIDE);
  }

  keep(candidate: Candidate, by: Kept["by"]): void {
    if (!this.#left.delete(candidate)) return;
    this.kept.push({ path: candidate.path, by });
    for (const { path } of candidate.files) this.#waiting.push(path);
  }

  /** Reads every file that stays. */
  async read(): Promise<void> {
    for (let path = this.#waiting.pop(); path !== undefined; path = this.#waiting.pop()) {
      if (this.#left.size === 0) return;
      if (this.#pauses.isDue) await this.#pauses.take();
      this.#readFile(path);
    }
  }

  #readFile(path: string): void {
    const isEntryPoints = path.endsWith(".dist-info/entry_points.txt");
    if (!/\.(py|so)$/.test(path) && !isEntryPoints) return;
    const file = join(this.#root, path);
    if (LIBRARY.test(path) || statSync(file).size > LARGEST) return;
    const bytes = readFileSync(file);
    if (path.endsWith(".so")) this.#note(namesInCompiled(bytes, this.#directories()), path);
    else if (isEntryPoints) this.#note(namesInEntryPoints(bytes.toString("utf8")), path);
    else this.#note(referencesIn(bytes.toString("latin1")), path);
  }

  /** Names of the directories that may still be left out. */
  #directories(): Set<string> {
    const found = [...this.#left].filter(({ path, files }) => files[0]?.path !== path);
    return new Set(found.map(({ path }) => posix.basename(path)));
  }

  #note({ references, roots }: References, by: string | typeof OUTSIDE): void {
    const path = by === OUTSIDE ? undefined : by;
    const isScript = path !== undefined && SCRIPT.test(path);
    for (const reference of references) {
      if (isScript && reference.kind !== "import") continue;
      for (const candidate of this.#index.named(reference, { path, roots })) this.keep(candidate, by);
    }
  }
}
