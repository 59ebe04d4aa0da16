import { closeSync, fchmodSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ExitCode, isDiskFull, isSystemError, messageOf, UserError } from "../errors.ts";
import { Pauses } from "../pauses.ts";
import { notOurs, otherRoot, unknownKind } from "./archive-refusals.ts";
import { makeFolder } from "./folders.ts";
import { MANIFEST } from "./location.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { type Piece, slabsOf } from "./slabs.ts";

/** A file of the mount that has been written a moment ago. */
export interface WrittenFile {
  /** Below the mount. */
  readonly path: string;
  readonly size: number;
  readonly executable: boolean;
  /** What was written, good until the next file, with its hash in hexadecimal; `undefined` for a large file. */
  readonly content: { readonly bytes: Buffer; readonly sha256: string } | undefined;
}

/** Called once the manifest has been read; its answer is called for every file after that. */
export type Witness = (manifest: Manifest) => (file: WrittenFile) => void;

/**
 * Unpacks an archive of ours into `directory` (absolute, fresh): the root directory `root` of the archive becomes it.
 * Its first entry is the manifest; what that does not list, or lists with another size, is refused before it is written.
 * @returns the manifest; `undefined` for an archive of nothing
 * @throws UserError when it is damaged, or holds anything but the plain files of a mount under `root`
 */
export async function readArchive(
  file: string,
  root: string,
  directory: string,
  witness: Witness,
): Promise<Manifest | undefined> {
  const pauses = new Pauses();
  const unpacking = new Unpacking(file, root, directory, witness);
  try {
    for await (const { memory, pieces } of slabsOf(file)) {
      // Synchronous writes: many small files, and nothing else to do meanwhile.
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
      hint: "It was cut short or damaged on its way. Fetch it again, or build again.",
      exitCode: ExitCode.findings,
      cause: error,
    });
  } finally {
    unpacking.close();
  }
}

/** What the manifest, which comes first, says of the rest. */
interface Contents {
  readonly manifest: Manifest;
  /** Size of each file by its path below the root. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly see: (file: WrittenFile) => void;
}

class Unpacking {
  readonly #archive: string;
  readonly #root: string;
  readonly #directory: string;
  readonly #witness: Witness;
  /** Directories that are there already: absolute, by the name that the archive has for them. */
  readonly #folders = new Map<string, string>();
  #contents: Contents | undefined;
  #descriptor: number | undefined;

  constructor(archive: string, root: string, directory: string, witness: Witness) {
    this.#archive = archive;
    this.#root = root;
    this.#directory = directory;
    this.#witness = witness;
  }

  get manifest(): Manifest | undefined {
    return this.#contents?.manifest;
  }

  write(piece: Piece, bytes: Buffer): void {
    if (piece.before === 0) this.#open(piece);
    writeFileSync(this.#descriptor as number, bytes);
    if (piece.before + bytes.length < piece.size) return;
    this.close();
    if (this.#contents === undefined) this.#contents = this.#readManifest();
    else this.#contents.see(this.#written(piece, bytes, this.#contents.manifest));
  }

  /** Also a file that was not written to its end. */
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #open(piece: Piece): void {
    const cut = piece.name.lastIndexOf("/");
    const [folder, name] = [piece.name.slice(0, Math.max(cut, 0)), piece.name.slice(cut + 1)];
    if (piece.kind !== "file" || !isPlain(name)) throw unknownKind(piece, this.#archive);
    const known = this.#folders.get(folder);
    const path = known ?? this.#pathOf(folder, piece);
    this.#requireListed(piece);
    if (known === undefined) makeFolder(path, this.#directory);
    this.#folders.set(folder, path);
    this.#descriptor = openNew(join(path, name), piece.name, this.#archive);
    fchmodSync(this.#descriptor, piece.executable ? 0o755 : 0o644);
  }

  /** @throws UserError for a directory that no archive of ours has */
  #pathOf(folder: string, piece: Piece): string {
    const [root = "", ...parts] = folder.split("/");
    if (![root, ...parts].every(isPlain)) throw unknownKind(piece, this.#archive);
    if (root !== this.#root) throw otherRoot(root, this.#root, this.#archive);
    return join(this.#directory, ...parts);
  }

  /** @throws UserError for what the manifest does not list */
  #requireListed({ name, size }: Piece): void {
    const path = name.slice(this.#root.length + 1);
    if (this.#contents === undefined) {
      if (path === MANIFEST && size <= LARGEST_MANIFEST) return;
      throw notOurs(this.#archive, `begins with "${name}" and not with a manifest`);
    }
    const listed = this.#contents.sizes.get(path);
    if (listed === undefined) throw notOurs(this.#archive, `holds "${name}", which its manifest does not list`);
    if (listed === size) return;
    throw notOurs(this.#archive, `holds "${name}" with ${size} bytes, its manifest lists ${listed}`);
  }

  /** @throws UserError when it cannot be used */
  #readManifest(): Contents {
    const manifest = readManifest(join(this.#directory, MANIFEST)) as Manifest; // it has been written a moment ago
    const sizes = new Map(manifest.files.map(({ path, size }) => [`${manifest.inside}/${path}`, size]));
    return { manifest, sizes, see: this.#witness(manifest) };
  }

  #written({ name, size, executable, sha256 }: Piece, bytes: Buffer, { inside }: Manifest): WrittenFile {
    const path = name.slice(this.#root.length + inside.length + 2);
    return { path, size, executable, content: sha256 === undefined ? undefined : { bytes, sha256 } };
  }
}

/** A manifest of the largest mounts has some ten megabytes. */
const LARGEST_MANIFEST = 512 * 2 ** 20;

/** Whether it names a file or directory below the one it is looked up in. */
function isPlain(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[\\\0]/.test(name);
}

/** @throws UserError when there is one of that name already, be it only for a file system that folds case */
function openNew(path: string, name: string, archive: string): number {
  try {
    return openSync(path, "wx");
  } catch (error) {
    if (isSystemError(error, "EEXIST")) throw notOurs(archive, `holds "${name}" twice`);
    throw error;
  }
}
