import { isImportable } from "./extension-name.ts";
import type { PlatformTarget } from "./problems.ts";
import { type Found, type LoadableFile, type Loaded, namesOf, SearchOrder, upsert } from "./search-order.ts";

/** What the loader found for one library that one file needs, in all the ways in which that file is loaded. */
export interface Outcome {
  /** Paths of files of the mount. */
  readonly files: Set<string>;
  /** Whether it found the container's library in at least one way. */
  inContainer: boolean;
  /** Paths of the files that cannot be loaded because the library is not found. */
  readonly missingFrom: Set<string>;
}

/** Simulates the loader for the files of a mount: what it finds for each library that each file needs. */
export class Linkage {
  readonly #target: PlatformTarget;
  readonly #order: SearchOrder;
  readonly #outcomes = new Map<string, Map<string, Outcome>>();
  readonly #imported = new Set<string>();

  constructor(files: readonly LoadableFile[], target: PlatformTarget) {
    this.#target = target;
    this.#order = new SearchOrder(files, target);
    this.#loadAll(files);
  }

  /** The outcome for a library that a file needs; `undefined` for a library that it does not need. */
  outcome(path: string, library: string): Outcome | undefined {
    return this.#outcomes.get(path)?.get(library);
  }

  file(path: string): LoadableFile | undefined {
    return this.#order.file(path);
  }

  /** Whether importing some module of the mount loads a file. */
  isImported(path: string): boolean {
    return this.#imported.has(path);
  }

  /** Files of the mount that have this soname or file name, in any directory. */
  copies(library: string): readonly LoadableFile[] {
    return this.#order.copies(library);
  }

  /** Whether a file of the mount defines symbols of this version. */
  hasDefinitions(version: string): boolean {
    return this.#order.files().some(({ elf }) => elf.versionDefinitions.includes(version));
  }

  /**
   * What a library finds depends on what loads it. So extension modules come first, then files that no other file needs
   * (libraries opened with ctypes, programs), then the rest: dependency cycles.
   */
  #loadAll(files: readonly LoadableFile[]): void {
    const load = (file: LoadableFile) => this.#outcomes.has(file.path) || this.#load(file);
    for (const file of files) if (isImportable(file, this.#target)) this.#load(file);
    for (const path of this.#outcomes.keys()) this.#imported.add(path);
    const rest = files.filter(({ path }) => !this.#outcomes.has(path));
    const needed = new Set(rest.flatMap(({ elf }) => elf.needed));
    for (const file of rest) if (!namesOf(file).some((name) => needed.has(name))) load(file);
    for (const file of rest) load(file);
  }

  /** Breadth-first, like glibc's `_dl_map_object_deps`; a library that is already loaded is not searched for again. */
  #load(root: LoadableFile): void {
    const queue: Loaded[] = [{ file: root, rpath: this.#order.rpathOf(root, []) }];
    const loaded = new Map<string, Found>(namesOf(root).map((name) => [name, root]));
    const queued = new Set([root.path]);
    for (let next = 0; next < queue.length; next++) {
      const current = queue[next] as Loaded;
      const outcomes = upsert(this.#outcomes, current.file.path, () => new Map());
      for (const library of current.file.elf.needed) {
        const found = loaded.get(library) ?? this.#order.find(library, current);
        note(upsert(outcomes, library, newOutcome), found, root.path);
        // Once loaded, the container's library is also used by files that would find another copy on their own.
        if (found === "container") loaded.set(library, found);
        if (typeof found === "string") continue;
        for (const name of [library, ...namesOf(found)]) if (!loaded.has(name)) loaded.set(name, found);
        if (!queued.has(found.path)) queue.push({ file: found, rpath: this.#order.rpathOf(found, current.rpath) });
        queued.add(found.path);
      }
    }
  }
}

function newOutcome(): Outcome {
  return { files: new Set(), inContainer: false, missingFrom: new Set() };
}

function note(outcome: Outcome, found: Found, root: string): void {
  if (found === "container") outcome.inContainer = true;
  else if (found === "nowhere") outcome.missingFrom.add(root);
  else outcome.files.add(found.path);
}
