import type { CompactFolder, FileSize } from "../data/page-data.ts";

/** A folder or a file of the mount. */
export interface MountNode {
  readonly name: string;
  readonly bytes: number;
  /** Files; bytecode counts as a file of its own. */
  readonly files: number;
  /** Bytes of its bytecode, of a module. */
  readonly bytecode: number;
  /** The largest first; absent for a file. */
  readonly children?: readonly MountNode[];
  readonly parent: MountNode | undefined;
}

type Growing = { -readonly [Key in keyof MountNode]: MountNode[Key] };

export function expand([name, folders, names, sizes, rest]: CompactFolder, parent?: MountNode): MountNode {
  const folder: Growing = { name, bytes: 0, files: 0, bytecode: 0, parent };
  const files =
    sizes.length === 0 ? [] : names.split("/").map((file, index) => fileOf(file, sizes[index] ?? 0, folder));
  const small = rest === undefined ? [] : [smallFiles(rest, folder)];
  const children = [...folders.map((one) => expand(one, folder)), ...files, ...small];
  folder.children = children.sort((a, b) => b.bytes - a.bytes);
  for (const child of children) {
    folder.bytes += child.bytes;
    folder.files += child.files;
  }
  return folder;
}

function fileOf(name: string, size: FileSize, parent: MountNode): MountNode {
  if (typeof size === "number") return { name, bytes: size, files: 1, bytecode: 0, parent };
  const [source, bytecode] = size;
  return { name, bytes: source + bytecode, files: 2, bytecode, parent };
}

function smallFiles([count, bytes]: readonly [number, number], parent: MountNode): MountNode {
  return { name: "smaller files, not listed", bytes, files: count, bytecode: 0, parent };
}

/** From the root, which is left out, down to the node. */
export function lineOf(node: MountNode): MountNode[] {
  const line: MountNode[] = [];
  for (let at: MountNode | undefined = node; at?.parent !== undefined; at = at.parent) line.unshift(at);
  return line;
}

export function pathOf(node: MountNode): string {
  return lineOf(node)
    .map(({ name }) => name)
    .join("/");
}

/** Files whose path contains every word, the largest first. */
export function findFiles(root: MountNode, words: readonly string[]): MountNode[] {
  const found: MountNode[] = [];
  const visit = (node: MountNode, path: string) => {
    for (const child of node.children ?? []) {
      const own = `${path}/${child.name.toLowerCase()}`;
      if (child.children !== undefined) visit(child, own);
      else if (words.every((word) => own.includes(word))) found.push(child);
    }
  };
  visit(root, "");
  return found.sort((a, b) => b.bytes - a.bytes);
}
