import { closeSync, fchmodSync, fstatSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MANIFEST } from "../../plan/location.ts";
import { ExitCode, isDiskFull, isSystemError, messageOf, UserError } from "../../util/errors.ts";
import { Pauses } from "../../util/pauses.ts";
import { humanBytes } from "../../util/text.ts";
import { freeBytes, makeFolder } from "../directories.ts";
import { LARGEST_MANIFEST, type Manifest, readManifest } from "../manifest/manifest.ts";
import { chunksOf, type EntryChunk } from "./chunks.ts";
import { notOurs, otherRoot, tooLarge, unknownKind } from "./refusal-messages.ts";

/** A file of the mount that has just been written. */
export interface WrittenFile {
  /** Relative to the mount. */
  readonly path: string;
  readonly size: number;
  readonly executable: boolean;
  /** Hexadecimal, of the bytes written. */
  readonly sha256: string;
  /** The bytes written, valid until the next file; `undefined` for a large file. */
  readonly bytes: Buffer | undefined;
}

/** What is done with the files of an archive. */
export interface Use {
  /** Called once the manifest has been read; the returned function is called for every file that is written after that. */
  readonly onFile: (manifest: Manifest) => (file: WrittenFile) => void;
  /** Of a path relative to the environment directory: other files are not written. Absent if all are wanted. */
  readonly isWanted?: (path: string) => boolean;
  /** Ends the reading. */
  readonly end?: AbortSignal;
}

/**
 * Unpacks an archive written by this tool into `directory` (absolute, new), which takes the place of the archive's root
 * directory `root`. The first entry is the manifest; an entry that it does not list, or lists with another size, is
 * refused before it is written.
 * @returns the manifest; `undefined` for an empty archive
 * @throws UserError when it is damaged, or contains anything but the regular files of a mount under `root`
 */
export async function readArchive(
  file: string,
  root: string,
  directory: string,
  use: Use,
): Promise<Manifest | undefined> {
  const pauses = new Pauses();
  const unpacking = new Unpacking(file, root, directory, use);
  try {
    for await (const { memory, pieces } of chunksOf(file, directory)) {
      // Synchronous writes: there are many small files, and nothing else to do in the meantime.
      use.end?.throwIfAborted();
      for (const piece of pieces) {
        unpacking.write(piece, Buffer.from(memory, piece.start, piece.length));
        if (pauses.isDue) await pauses.take();
      }
    }
    return unpacking.manifest;
  } catch (error) {
    if (error instanceof UserError || isDiskFull(error)) throw error;
    throw new UserError(`${file} cannot be unpacked: ${messageOf(error)}.`, {
      file,
      hint: "It is truncated or damaged. Download it again, or build again.",
      exitCode: ExitCode.findings,
      cause: error,
    });
  } finally {
    unpacking.close();
  }
}

/** What the manifest, which comes first, says about the other entries. */
interface Contents {
  readonly manifest: Manifest;
  /** Size of each file by its path below the root. */
  readonly sizes: Map<string, number>;
  readonly see: (file: WrittenFile) => void;
}

class Unpacking {
  readonly #archive: string;
  readonly #root: string;
  readonly #directory: string;
  readonly #use: Use;
  /** Directories that exist already: absolute, by their name in the archive. */
  readonly #folders = new Map<string, string>();
  /** Whether a file that is created with a mode has exactly that. */
  readonly #keptModes = new Map<number, boolean>();
  #contents: Contents | undefined;
  /** Of the file that is being written; `undefined` between two files, and during one that is not wanted. */
  #descriptor: number | undefined;

  constructor(archive: string, root: string, directory: string, use: Use) {
    this.#archive = archive;
    this.#root = root;
    this.#directory = directory;
    this.#use = use;
  }

  get manifest(): Manifest | undefined {
    return this.#contents?.manifest;
  }

  write(piece: EntryChunk, bytes: Buffer): void {
    if (piece.before === 0) this.#open(piece);
    if (this.#descriptor === undefined) return;
    writeFileSync(this.#descriptor, bytes);
    if (piece.before + bytes.length < piece.size) return;
    this.close();
    if (this.#contents === undefined) this.#contents = this.#readManifest();
    else this.#contents.see(this.#written(piece, bytes, this.#contents.manifest));
  }

  /** Also closes a file that was not written completely. */
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #open(piece: EntryChunk): void {
    const cut = piece.name.lastIndexOf("/");
    const [folder, name] = [piece.name.slice(0, Math.max(cut, 0)), piece.name.slice(cut + 1)];
    if (piece.kind !== "file" || !isPlain(name)) throw unknownKind(piece, this.#archive);
    const known = this.#folders.get(folder);
    const path = known ?? this.#pathOf(folder, piece);
    this.#requireListed(piece);
    const below = piece.name.slice(this.#root.length + 1);
    if (this.#contents !== undefined && this.#use.isWanted?.(below) === false) {
      this.#contents.sizes.delete(below); // a second one is refused, as if the first had been written
      return;
    }
    if (known === undefined) makeFolder(path, this.#directory);
    this.#folders.set(folder, path);
    const mode = piece.executable ? 0o755 : 0o644;
    this.#descriptor = openNew(join(path, name), mode, piece.name, this.#archive);
    this.#requireMode(this.#descriptor, mode);
  }

  /** The umask and the rules of a directory are the same for all files: asking once is faster than setting every mode. */
  #requireMode(descriptor: number, mode: number): void {
    const isKept = this.#keptModes.get(mode) ?? (fstatSync(descriptor).mode & 0o7777) === mode;
    this.#keptModes.set(mode, isKept);
    if (!isKept) fchmodSync(descriptor, mode);
  }

  /** @throws UserError for a directory that an archive written by this tool never contains */
  #pathOf(folder: string, piece: EntryChunk): string {
    const [root = "", ...parts] = folder.split("/");
    if (![root, ...parts].every(isPlain)) throw unknownKind(piece, this.#archive);
    if (root !== this.#root) throw otherRoot(root, this.#root, this.#archive);
    return join(this.#directory, ...parts);
  }

  /** @throws UserError for an entry that the manifest does not list */
  #requireListed({ name, size }: EntryChunk): void {
    const path = name.slice(this.#root.length + 1);
    if (this.#contents === undefined) {
      if (path === MANIFEST && size <= LARGEST_MANIFEST) return;
      throw notOurs(this.#archive, `starts with "${name}" of ${humanBytes(size)} instead of a manifest`);
    }
    const listed = this.#contents.sizes.get(path);
    if (listed === undefined) throw notOurs(this.#archive, `contains "${name}", which its manifest does not list`);
    if (listed === size) return;
    throw notOurs(this.#archive, `contains "${name}" with ${size} bytes, but its manifest lists ${listed}`);
  }

  /** @throws UserError when it cannot be used */
  #readManifest(): Contents {
    const manifest = readManifest(join(this.#directory, MANIFEST)) as Manifest; // it has just been written
    const sizes = new Map(manifest.files.map(({ path, size }) => [`${manifest.inside}/${path}`, size]));
    const bytes = manifest.files.reduce((sum, { size }) => sum + size, 0);
    const free = freeBytes(this.#directory);
    if (bytes > free) throw tooLarge(bytes, free, this.#archive);
    return { manifest, sizes, see: this.#use.onFile(manifest) };
  }

  #written({ name, size, executable, sha256 = "" }: EntryChunk, bytes: Buffer, { inside }: Manifest): WrittenFile {
    const path = name.slice(this.#root.length + inside.length + 2);
    return { path, size, executable, sha256, bytes: bytes.length === size ? bytes : undefined };
  }
}

/** Whether a path component names an entry of the directory that it is looked up in. */
function isPlain(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[\\\0]/.test(name);
}

/** @throws UserError when a file of that name exists already, also on a case-insensitive file system */
function openNew(path: string, mode: number, name: string, archive: string): number {
  try {
    return openSync(path, "wx", mode);
  } catch (error) {
    if (isSystemError(error, "EEXIST")) throw notOurs(archive, `contains "${name}" twice`);
    throw error;
  }
}
