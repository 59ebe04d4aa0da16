/** The data that the page's script reads. This file is bundled for Node and for the browser. */

export interface PageData {
  /** Absent if there is no mount. */
  readonly tree?: CompactFolder | undefined;
  readonly graph: Graph;
}

/** The files of a mount, in some twenty bytes a file. Below the root, there is a folder for each distribution. */
export type CompactFolder = readonly [
  name: string,
  folders: readonly CompactFolder[],
  /** Separated by slashes. */
  names: string,
  sizes: readonly FileSize[],
  /** Small files that are not listed, so that the page stays small. */
  rest?: readonly [count: number, bytes: number],
];

/** Bytes; of a module with bytecode, of both. */
export type FileSize = number | readonly [source: number, bytecode: number];

/** Who requires what. Numbers are positions in `distributions`. */
export interface Graph {
  readonly distributions: readonly (readonly [label: string, needs: readonly number[]])[];
  readonly roots: readonly (readonly [requirement: string, place: string, distribution: number | null])[];
}
