import { groupBy } from "../../util/group-by.ts";
import { byteOrder, humanBytes, plural } from "../../util/text.ts";
import type { Candidate } from "./candidates.ts";
import type { Kind } from "./kinds.ts";

/** What `slim` left out of a mount, as the manifest keeps it. Bytecode is not counted: it was never compiled. */
export interface LeftOut {
  /** The value of the input `slim`. */
  readonly setting: string;
  readonly files: number;
  readonly bytes: number;
  /** By kind and distribution, in byte order of both. */
  readonly groups: readonly LeftOutGroup[];
}

export interface LeftOutGroup {
  readonly kind: Kind;
  /** Normalised name; `null` for files in no RECORD. */
  readonly distribution: string | null;
  readonly files: number;
  readonly bytes: number;
  /** POSIX, relative to the mount, in byte order. A directory ends with `/`; only licence files remain in it. */
  readonly paths: readonly string[];
}

/** @param owners normalised names of distributions by path */
export function summarise(
  setting: string,
  candidates: readonly Candidate[],
  owners: ReadonlyMap<string, string>,
): LeftOut {
  const parts = candidates.flatMap((candidate) => {
    const byOwner = groupBy(candidate.files, ({ path }) => owners.get(path) ?? null);
    return [...byOwner].map(([distribution, files]) => ({ ...candidate, distribution, files }));
  });
  const groups = [...groupBy(parts, ({ kind, distribution }) => `${kind} ${distribution ?? ""}`)]
    .sort(([a], [b]) => byteOrder(a, b))
    .flatMap(([, members]) => groupOf(members));
  const sum = (of: (group: LeftOutGroup) => number) => groups.reduce((total, group) => total + of(group), 0);
  return { setting, files: sum(({ files }) => files), bytes: sum(({ bytes }) => bytes), groups };
}

function groupOf(members: readonly (Candidate & { readonly distribution: string | null })[]): LeftOutGroup[] {
  const [first] = members;
  if (first === undefined) return [];
  const files = members.flatMap((one) => one.files);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const paths = members.map((one) => (one.files[0]?.path === one.path ? one.path : `${one.path}/`)).sort(byteOrder);
  return [{ kind: first.kind, distribution: first.distribution, files: files.length, bytes, paths }];
}

/** `2778 files, 41.5 MB, and their bytecode`. */
export function describeLeftOut({ files, bytes }: LeftOut): string {
  return `${plural(files, "file")}, ${humanBytes(bytes)}, and their bytecode`;
}

/** Whether a file is among what was left out. Bytecode is where its source is. */
export function isLeftOut(path: string, { groups }: LeftOut): boolean {
  const source = path.replace(/(^|\/)__pycache__\/([^/.]+)\.[^/]*$/, "$1$2.py");
  return groups.some(({ paths }) =>
    paths.some((one) => (one.endsWith("/") ? path.startsWith(one) : path === one || source === one)),
  );
}
