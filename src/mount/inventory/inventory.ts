import { largestText } from "../../python/packaging/metadata-size.ts";
import { saveMemoryFor } from "../../util/memory.ts";
import { byteOrder } from "../../util/text.ts";
import { readElf } from "../elf/read.ts";
import type { Elf, NotElf } from "../elf/types.ts";
import { ContentScanner, type ScannedContent } from "./content-scan.ts";
import { type Distribution, readDistributions } from "./distribution.ts";
import { MOST_TEXT } from "./metadata.ts";
import { type Inspect, type MountFile, Reader } from "./reader.ts";
import { pathInMount } from "./record.ts";
import { type Oddity, type Tree, walkTree } from "./walk.ts";

/** Everything in a mount, each file read once. */
export interface Inventory extends ScannedContent {
  /** Absolute. */
  readonly root: string;
  /** By path, in byte order. */
  readonly files: ReadonlyMap<string, MountFile>;
  /** Permission bits of the directories below the root, by path. */
  readonly directories: ReadonlyMap<string, number>;
  readonly oddities: readonly Oddity[];
  /** Target of each symbolic link, as written, by path. */
  readonly links: ReadonlyMap<string, string>;
  /**
   * Contents of the root's `.pth` files, of files in metadata directories, and of files that may hold credentials,
   * except those that are too large.
   */
  readonly texts: ReadonlyMap<string, string>;
  readonly distributions: readonly Distribution[];
  /** Compiled files, and files named like compiled files, by path. */
  readonly binaries: ReadonlyMap<string, Elf | NotElf>;
  /** The distributions that list a path in their RECORD. */
  readonly owners: ReadonlyMap<string, readonly Distribution[]>;
}

/**
 * Reads a mount: every file hashed in one synchronous pass over one reused buffer, which is
 * several times faster than asynchronous reading of many small files.
 *
 * @param places absolute paths of the build machine, which are searched for in text files
 */
export function takeInventory(root: string, places: readonly string[] = []): Inventory {
  const tree = walkTree(root);
  saveMemoryFor(tree.files.length);
  const reader = new Reader(root);
  const builder = new InventoryBuilder(places);
  for (const path of tree.files.sort(byteOrder)) {
    const file = reader.read(path, builder.look);
    if (file) builder.add(file);
    else tree.oddities.push({ path, kind: "unreadable" });
  }
  return builder.done(root, tree);
}

/** The same files with the executable bits of their wheels, which the file system of the mount may not keep. */
export function withExecutables(inventory: Inventory, executable: ReadonlySet<string>): Inventory {
  const files = [...inventory.files].map(([path, file]) => [path, asIn(executable, file)] as const);
  return { ...inventory, files: new Map(files) };
}

/** Windows has no executable bit, and a file system for all systems sets it for every file. */
export function keepsExecutables({ files }: Pick<Inventory, "files">): boolean {
  return process.platform !== "win32" && [...files.values()].some(({ executable }) => !executable);
}

function asIn(executable: ReadonlySet<string>, file: MountFile): MountFile {
  const isExecutable = executable.has(file.path);
  return isExecutable === file.executable ? file : { ...file, executable: isExecutable };
}

/** Builds an inventory: inspects each file, in byte order of the paths, while its bytes are in memory. */
export class InventoryBuilder {
  readonly #files = new Map<string, MountFile>();
  readonly #texts = new Map<string, string>();
  readonly #binaries = new Map<string, Elf | NotElf>();
  readonly #scanner: ContentScanner;
  #remaining = MOST_TEXT;

  constructor(places: readonly string[] = []) {
    this.#scanner = new ContentScanner(places);
  }

  readonly look: Inspect = (file, bytes, whole) => {
    const { path } = file;
    if (isMetadata(path) || mayHoldCredentials(path)) this.#keepText(file, bytes);
    if (isElf(bytes) || isNamedLikeBinary(path)) this.#binaries.set(path, readElf(whole));
    this.#scanner.look(file, bytes);
  };

  #keepText({ path, size }: MountFile, bytes: Buffer): void {
    // A partial text would be mistaken for the whole one.
    if (size > bytes.length || size > largestText(path) || size > this.#remaining) return;
    this.#remaining -= size;
    this.#texts.set(path, bytes.toString("utf8"));
  }

  /** Adds a file that was inspected and has been read completely. */
  add(file: MountFile): void {
    this.#files.set(file.path, file);
  }

  done(root: string, { directories, oddities }: Pick<Tree, "directories" | "oddities">): Inventory {
    const [files, texts, binaries] = [this.#files, this.#texts, this.#binaries];
    const distributions = readDistributions({ files, texts });
    const owners = ownersOf(distributions, files);
    const { bytecode, shebangs, scripts, buildPaths, sources } = this.#scanner;
    const scanned = { bytecode, shebangs, scripts, buildPaths, sources };
    const links = linksAmong(oddities);
    return { root, files, directories, oddities, links, texts, binaries, distributions, owners, ...scanned };
  }
}

function linksAmong(oddities: readonly Oddity[]): Map<string, string> {
  const links = oddities.filter(({ kind }) => kind === "symbolic link");
  return new Map(links.map(({ path, pointsTo }) => [path, pointsTo ?? ""]));
}

function isElf(bytes: Buffer): boolean {
  return bytes.length > 4 && bytes.readUInt32BE(0) === 0x7f454c46;
}

function isNamedLikeBinary(path: string): boolean {
  return /\.(so|pyd|dylib|dll)(\.[0-9.]+)?$/.test(path);
}

/** Metadata directories and `.pth` files of the root. */
function isMetadata(path: string): boolean {
  const [first = "", ...rest] = path.split("/");
  if (rest.length === 0) return first.endsWith(".pth") || first.endsWith(".egg-link") || first.endsWith(".egg-info");
  return rest.length === 1 && /\.(dist|egg)-info$/.test(first);
}

/** Files in which pip, uv, twine and netrc readers keep passwords. */
function mayHoldCredentials(path: string): boolean {
  return /(^|\/)(pip\.conf|pip\.ini|uv\.toml|\.netrc|_netrc|\.pypirc)$/.test(path);
}

/** Paths of the regular files, unsorted. */
export function listFiles(root: string): string[] {
  return walkTree(root).files;
}

function ownersOf(
  distributions: readonly Distribution[],
  files: ReadonlyMap<string, MountFile>,
): Map<string, Distribution[]> {
  const owners = new Map<string, Distribution[]>();
  for (const distribution of distributions) {
    for (const row of distribution.record ?? []) {
      const path = pathInMount(row.path, files);
      if (path === undefined) continue;
      const known = owners.get(path);
      if (known === undefined) owners.set(path, [distribution]);
      else if (!known.includes(distribution)) known.push(distribution);
    }
  }
  return owners;
}

/**
 * The distribution that a path belongs to: by RECORD, else by the bytecode's source, else by its metadata directory.
 */
export function ownerOf(path: string, { owners, distributions }: Inventory): Distribution | undefined {
  const source = sourceOfBytecode(path);
  const listed = owners.get(path) ?? (source === undefined ? undefined : owners.get(source));
  if (listed) return listed[0];
  const [first] = path.split("/");
  const byMetadata = distributions.find((distribution) => distribution.directory === first);
  return byMetadata ?? distributions.find((distribution) => distribution.topLevel.includes(first ?? ""));
}

/** `a/__pycache__/b.cpython-38.pyc` → `a/b.py`; `undefined` for anything else. */
export function sourceOfBytecode(path: string): string | undefined {
  const match = /^(.*?)__pycache__\/([^/]+?)\.[^/.]+(?:\.opt-[12])?\.pyc$/.exec(path);
  return match ? `${match[1]}${match[2]}.py` : undefined;
}
