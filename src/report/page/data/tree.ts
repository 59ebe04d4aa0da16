import { type Inventory, ownerOf, sourceOfBytecode } from "../../../mount/inventory/inventory.ts";
import { byteOrder } from "../../../util/text.ts";
import type { CompactFolder, FileSize } from "./page-data.ts";

/** Bytes of JSON that the tree may have: the whole page stays below five million. */
const MOST_BYTES = 3_500_000;
const FIRST_STEP = 256;
const FOREIGN = "files of no distribution";

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: Map<string, FileSize>;
  count: number;
  bytes: number;
}

/** The files of a mount by distribution and folder. If there are too many for the page, small ones are put together. */
export function compactTree(inventory: Inventory, most = MOST_BYTES): CompactFolder {
  const root = folderOf(inventory);
  let smallest = 0;
  let tree = compact("", root, smallest);
  while (JSON.stringify(tree).length > most && smallest < root.bytes) {
    smallest = Math.max(FIRST_STEP, smallest * 2);
    tree = compact("", root, smallest);
  }
  return tree;
}

function folderOf(inventory: Inventory): Folder {
  const root = newFolder();
  const labels = new Map(
    inventory.distributions.map(({ directory, displayName, version }) => [directory, `${displayName} ${version}`]),
  );
  for (const { path, size } of inventory.files.values()) {
    const source = sourceOfBytecode(path);
    const isOfSource = source !== undefined && inventory.files.has(source);
    const owner = ownerOf(path, inventory);
    const label = (owner && labels.get(owner.directory)) ?? FOREIGN;
    add(root, [plain(label), ...(isOfSource ? source : path).split("/")], size, isOfSource);
  }
  return root;
}

/** A slash separates the names of files. */
function plain(label: string): string {
  return label.replaceAll("/", "∕");
}

function newFolder(): Folder {
  return { folders: new Map(), files: new Map(), count: 0, bytes: 0 };
}

function add(root: Folder, parts: readonly string[], size: number, isBytecode: boolean): void {
  let folder = root;
  count(folder, size);
  for (const part of parts.slice(0, -1)) {
    const next: Folder = folder.folders.get(part) ?? newFolder();
    folder.folders.set(part, next);
    folder = next;
    count(folder, size);
  }
  const name = parts.at(-1) ?? "";
  const known = folder.files.get(name) ?? 0;
  const [source, bytecode] = typeof known === "number" ? [known, 0] : known;
  if (isBytecode) folder.files.set(name, [source, bytecode + size]);
  else folder.files.set(name, bytecode === 0 ? source + size : [source + size, bytecode]);
}

function count(folder: Folder, size: number): void {
  folder.count += 1;
  folder.bytes += size;
}

/** @param smallest bytes: what is smaller is only counted */
function compact(name: string, { folders, files, ...all }: Folder, smallest: number): CompactFolder {
  const kept = [...folders].filter(([, { bytes }]) => bytes >= smallest).sort(([a], [b]) => byteOrder(a, b));
  const listed = [...files].filter(([, size]) => total(size) >= smallest).sort(([a], [b]) => byteOrder(a, b));
  const inside = kept.map(([part, folder]) => compact(part, folder, smallest));
  const names = listed.map(([file]) => file).join("/");
  const sizes = listed.map(([, size]) => size);
  if (smallest === 0) return [name, inside, names, sizes];
  const counted = sum([
    ...kept.map(([, one]) => one),
    ...sizes.map((size) => ({ count: countOf(size), bytes: total(size) })),
  ]);
  const rest = [all.count - counted.count, all.bytes - counted.bytes] as const;
  return rest[0] === 0 ? [name, inside, names, sizes] : [name, inside, names, sizes, rest];
}

function sum(parts: readonly Pick<Folder, "count" | "bytes">[]): Pick<Folder, "count" | "bytes"> {
  const count = parts.reduce((all, one) => all + one.count, 0);
  return { count, bytes: parts.reduce((all, one) => all + one.bytes, 0) };
}

function total(size: FileSize): number {
  return typeof size === "number" ? size : size[0] + size[1];
}

function countOf(size: FileSize): number {
  return typeof size === "number" ? 1 : 2;
}
