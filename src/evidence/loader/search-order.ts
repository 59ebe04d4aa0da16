import { posix } from "node:path";
import { isContainerLibrary } from "../../images/abi/library-advice.ts";
import { isInBase } from "../../images/abi/system-libraries.ts";
import type { Elf } from "../../mount/elf/types.ts";
import type { PlatformTarget } from "./problems.ts";
import { expandEntry } from "./search-path.ts";

/** A file of the mount that the target's loader can load. */
export interface LoadableFile {
  readonly path: string;
  readonly elf: Elf;
}

/** A file that has been loaded into the process. */
export interface Loaded {
  readonly file: LoadableFile;
  /** Directories of its own RPATH, then of the file that caused it to be loaded, and so on, without duplicates. */
  readonly rpath: readonly string[];
}

export type Found = LoadableFile | "container" | "nowhere";

/** Libraries in conda environments: `LD_LIBRARY_PATH` is searched before a RUNPATH, but after an RPATH. */
const CONDA_LIBRARIES = new Set(["libstdc++.so.6", "libgcc_s.so.1", "libz.so.1"]);

/** Where the target's loader looks for a library, among the files of a mount and in the container. */
export class SearchOrder {
  readonly #target: PlatformTarget;
  readonly #byPath: ReadonlyMap<string, LoadableFile>;
  readonly #byName = new Map<string, LoadableFile[]>();

  constructor(files: readonly LoadableFile[], target: PlatformTarget) {
    this.#target = target;
    this.#byPath = new Map(files.map((file) => [file.path, file]));
    for (const file of files) for (const name of namesOf(file)) upsert(this.#byName, name, () => []).push(file);
  }

  file(path: string): LoadableFile | undefined {
    return this.#byPath.get(path);
  }

  files(): readonly LoadableFile[] {
    return [...this.#byPath.values()];
  }

  /** Files that have this soname or file name, in any directory. */
  copies(library: string): readonly LoadableFile[] {
    return this.#byName.get(library) ?? [];
  }

  /** A RUNPATH is not inherited, and a file's RPATH is ignored if it has a RUNPATH. */
  rpathOf({ path, elf }: LoadableFile, inherited: readonly string[]): readonly string[] {
    const own = elf.runpath.length > 0 ? [] : this.#directories(elf.rpath, path);
    return own.length === 0 ? inherited : [...new Set([...own, ...inherited])];
  }

  /** The search order of ld.so(8): RPATH of the file and of its loaders, `LD_LIBRARY_PATH`, RUNPATH, the system. */
  find(library: string, { file, rpath }: Loaded): Found {
    const { runpath } = file.elf;
    if (library.includes("/")) {
      const place = this.#directories([posix.dirname(library)], file.path);
      return this.#inDirectories(place, posix.basename(library)) ?? "nowhere";
    }
    const byRpath = runpath.length > 0 ? undefined : this.#inDirectories(rpath, library);
    if (byRpath) return byRpath;
    if (this.#target.conda && CONDA_LIBRARIES.has(library) && isInImage(library, this.#target)) return "container";
    const byRunpath = this.#inDirectories(this.#directories(runpath, file.path), library);
    if (byRunpath) return byRunpath;
    return isInImage(library, this.#target) ? "container" : "nowhere";
  }

  #directories(entries: readonly string[], path: string): string[] {
    return entries.flatMap((entry) => {
      const place = expandEntry(entry, path, this.#target);
      return place.kind === "mount" ? [place.directory] : [];
    });
  }

  /** By file name, like the loader; it skips files for other processors, which are not among the given ones. */
  #inDirectories(directories: readonly string[], name: string): LoadableFile | undefined {
    if (!this.#byName.has(name)) return undefined;
    for (const directory of directories) {
      const found = this.#byPath.get(directory === "" ? name : `${directory}/${name}`);
      if (found) return found;
    }
    return undefined;
  }
}

/** Whether the image has a library of this soname, as it said itself or as every image has it. */
export function isInImage(library: string, { libraries, supplied, glibc }: PlatformTarget): boolean {
  if (libraries === undefined)
    return isContainerLibrary(library) || isInBase(library, glibc) === "yes" || supplied?.has(library) === true;
  return libraries.has(library) || /^(linux-vdso|ld-linux|ld64)/.test(library);
}

/** The names by which the loader recognises a loaded file. */
export function namesOf({ path, elf }: LoadableFile): string[] {
  const name = posix.basename(path);
  return elf.soname === undefined || elf.soname === name ? [name] : [name, elf.soname];
}

export function upsert<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
