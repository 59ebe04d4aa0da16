import { posix } from "node:path";
import { isContainerLibrary } from "../../target/libraries.ts";
import { isImportable } from "./extension-name.ts";
import type { PlatformTarget } from "./problems.ts";
import { expandEntry } from "./search-path.ts";
import type { Elf } from "./types.ts";

/** A file of the mount that the target's loader can load. */
export interface LoadableFile {
  readonly path: string;
  readonly elf: Elf;
}

/** What the loader found for one library that one file needs, over all the ways in which that file gets loaded. */
export interface Outcome {
  /** Paths of files of the mount. */
  readonly files: Set<string>;
  /** Whether it took the container's in at least one way. */
  inContainer: boolean;
  /** Paths of the files whose loading fails, because the library is nowhere on their way. */
  readonly missingFrom: Set<string>;
}

/** A file in the process, and the one that made the loader load it. */
interface Loaded {
  readonly file: LoadableFile;
  readonly loader: Loaded | undefined;
}

type Found = LoadableFile | "container" | "nowhere";

/** Libraries that conda environments hold: `LD_LIBRARY_PATH` puts them before a RUNPATH, though not before an RPATH. */
const CONDA_LIBRARIES = new Set(["libstdc++.so.6", "libgcc_s.so.1", "libz.so.1"]);

/** Plays the loader over the files of a mount: what every one of them finds for each library it needs. */
export class Linkage {
  readonly #target: PlatformTarget;
  readonly #byPath: ReadonlyMap<string, LoadableFile>;
  readonly #byName = new Map<string, LoadableFile[]>();
  readonly #outcomes = new Map<string, Map<string, Outcome>>();
  readonly #imported = new Set<string>();

  constructor(files: readonly LoadableFile[], target: PlatformTarget) {
    this.#target = target;
    this.#byPath = new Map(files.map((file) => [file.path, file]));
    for (const file of files) for (const name of namesOf(file)) upsert(this.#byName, name, () => []).push(file);
    this.#loadAll(files);
  }

  /** What became of a library that a file needs; `undefined` for a library that it does not need. */
  outcome(path: string, library: string): Outcome | undefined {
    return this.#outcomes.get(path)?.get(library);
  }

  file(path: string): LoadableFile | undefined {
    return this.#byPath.get(path);
  }

  /** Whether importing some module of the mount loads a file. */
  isImported(path: string): boolean {
    return this.#imported.has(path);
  }

  /** Files of the mount that have this soname or file name, wherever they stand. */
  copies(library: string): readonly LoadableFile[] {
    return this.#byName.get(library) ?? [];
  }

  /**
   * A library is judged in the company in which it gets loaded. So extension modules come first, then whatever nothing
   * else needs (libraries opened with ctypes, programs), then what is left: circles.
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

  /** Breadth first, as glibc's `_dl_map_object_deps`; what is loaded already is not looked for again. */
  #load(root: LoadableFile): void {
    const queue: Loaded[] = [{ file: root, loader: undefined }];
    const loaded = new Map<string, LoadableFile>(namesOf(root).map((name) => [name, root]));
    const queued = new Set([root.path]);
    for (let next = 0; next < queue.length; next++) {
      const current = queue[next] as Loaded;
      const outcomes = upsert(this.#outcomes, current.file.path, () => new Map());
      for (const library of current.file.elf.needed) {
        const found = loaded.get(library) ?? this.#find(library, current);
        note(upsert(outcomes, library, newOutcome), found, root.path);
        if (typeof found === "string") continue;
        for (const name of [library, ...namesOf(found)]) if (!loaded.has(name)) loaded.set(name, found);
        if (!queued.has(found.path)) queue.push({ file: found, loader: current });
        queued.add(found.path);
      }
    }
  }

  /** The search order of ld.so(8): RPATH of the file and of its loaders, `LD_LIBRARY_PATH`, RUNPATH, the system. */
  #find(library: string, from: Loaded): Found {
    if (library.includes("/"))
      return this.#inDirectories([posix.dirname(library)], from, posix.basename(library)) ?? "nowhere";
    const { runpath } = from.file.elf;
    const byRpath = runpath.length > 0 ? undefined : this.#byInheritedRpath(library, from);
    if (byRpath) return byRpath;
    if (this.#target.conda && CONDA_LIBRARIES.has(library)) return "container";
    const byRunpath = this.#inDirectories(runpath, from, library);
    if (byRunpath) return byRunpath;
    return isContainerLibrary(library) || this.#target.supplied?.has(library) ? "container" : "nowhere";
  }

  #byInheritedRpath(library: string, from: Loaded): LoadableFile | undefined {
    for (let each: Loaded | undefined = from; each; each = each.loader) {
      // A RUNPATH is not inherited, and where there is one the RPATH beside it does not count.
      const { rpath, runpath } = each.file.elf;
      const found = runpath.length > 0 ? undefined : this.#inDirectories(rpath, each, library);
      if (found) return found;
    }
    return undefined;
  }

  /** By file name, as the loader looks; files of another processor are not among the given ones, it skips them too. */
  #inDirectories(entries: readonly string[], { file }: Loaded, name: string): LoadableFile | undefined {
    for (const entry of entries) {
      const place = expandEntry(entry, file.path, this.#target);
      if (place.kind !== "mount") continue;
      const found = this.#byPath.get(posix.join(place.directory, name));
      if (found) return found;
    }
    return undefined;
  }
}

function namesOf({ path, elf }: LoadableFile): string[] {
  const name = posix.basename(path);
  return elf.soname === undefined || elf.soname === name ? [name] : [name, elf.soname];
}

function newOutcome(): Outcome {
  return { files: new Set(), inContainer: false, missingFrom: new Set() };
}

function note(outcome: Outcome, found: Found, root: string): void {
  if (found === "container") outcome.inContainer = true;
  else if (found === "nowhere") outcome.missingFrom.add(root);
  else outcome.files.add(found.path);
}

function upsert<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
