// Reads which file of src/ imports which, and what is wrong with that.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import { ENTRIES, ROOMS } from "./rooms.ts";

/** Every source file, relative to src, with the files that it imports; imports of types count. */
export type Imports = ReadonlyMap<string, readonly string[]>;

const MOST_FILES = 15;
const MOST_LINES = 200;

/** @param source the directory src, absolute */
export function readImports(source: string): Imports {
  const paths = readdirSync(source, { recursive: true, encoding: "utf8" }).map((path) => path.split(sep).join("/"));
  const files = paths.filter((path) => path.endsWith(".ts")).sort();
  return new Map(files.map((file) => [file, importedBy(file, readFileSync(join(source, file), "utf8"))]));
}

function importedBy(file: string, text: string): string[] {
  const matches = text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*"(\.[^"]+\.ts)"/g);
  return [...new Set([...matches].map((match) => posix.join(posix.dirname(file), match[1] ?? "")))];
}

/** The room of a file, given relative to src. */
export function roomOf(file: string): string {
  if (ENTRIES.includes(file)) return "entries";
  return file.includes("/") ? (file.split("/")[0] ?? "") : file.replace(/\.ts$/, "");
}

/**
 * Imports that lead up or in a circle, folders that hold too many files, files that are too long; a sentence each.
 * @param linesOf how many lines a file has
 */
export function violations(imports: Imports, linesOf: (file: string) => number): string[] {
  return [...upwards(imports), ...circles(imports), ...fullFolders(imports), ...longFiles(imports, linesOf)];
}

function arrows(imports: Imports): (readonly [from: string, to: string])[] {
  return [...imports].flatMap(([from, targets]) => targets.map((to) => [from, to] as const));
}

function upwards(imports: Imports): string[] {
  const rank = (file: string) => ROOMS.findIndex(({ name }) => name === roomOf(file));
  const strangers = [...imports.keys()].filter((file) => rank(file) < 0);
  const up = arrows(imports).filter(([from, to]) => rank(from) >= 0 && rank(to) >= 0 && rank(to) < rank(from));
  return [
    ...strangers.map((file) => `src/${file} is in no room: add ${roomOf(file)} to scripts/rooms.ts.`),
    ...up.map(([from, to]) => `src/${from} imports src/${to}: ${roomOf(to)} is above ${roomOf(from)}.`),
  ];
}

/** Each group of files that import one another in a circle, by Tarjan's algorithm. */
function circles(imports: Imports): string[] {
  const found: string[][] = [];
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const visit = (file: string): void => {
    const number = numbers.size;
    numbers.set(file, number);
    lowest.set(file, number);
    stack.push(file);
    for (const target of imports.get(file) ?? []) {
      if (!numbers.has(target)) visit(target);
      if (stack.includes(target)) lowest.set(file, Math.min(lowest.get(file) ?? 0, lowest.get(target) ?? 0));
    }
    if (lowest.get(file) !== number) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1) found.push(group.sort());
  };
  for (const file of imports.keys()) if (!numbers.has(file)) visit(file);
  return found.map(
    (group) => `These files import one another in a circle: ${group.map((one) => `src/${one}`).join(", ")}.`,
  );
}

function fullFolders(imports: Imports): string[] {
  const counts = new Map<string, number>();
  for (const file of imports.keys()) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > MOST_FILES)
    .map(([folder, count]) => `src/${folder} holds ${count} source files; at most ${MOST_FILES} are allowed.`);
}

function longFiles(imports: Imports, linesOf: (file: string) => number): string[] {
  return [...imports.keys()]
    .filter((file) => linesOf(file) > MOST_LINES)
    .map((file) => `src/${file} has ${linesOf(file)} lines; at most ${MOST_LINES} are allowed.`);
}

/** How many imports lead from each room to each other one, and inside it. */
export function roomArrows(imports: Imports): Map<string, Map<string, number>> {
  const counts = new Map<string, Map<string, number>>(ROOMS.map(({ name }) => [name, new Map()]));
  for (const [from, to] of arrows(imports)) {
    const row = counts.get(roomOf(from));
    row?.set(roomOf(to), (row.get(roomOf(to)) ?? 0) + 1);
  }
  return counts;
}

/** The arrows between rooms without those that follow from others, for a picture. */
export function essentialArrows(imports: Imports): (readonly [from: string, to: string])[] {
  const graph = roomArrows(imports);
  const below = (room: string): string[] => [...(graph.get(room)?.keys() ?? [])].filter((other) => other !== room);
  const reaches = (from: string, to: string): boolean => below(from).some((next) => next === to || reaches(next, to));
  return [...graph.keys()].flatMap((from) =>
    below(from)
      .filter((to) => !below(from).some((next) => next !== to && reaches(next, to)))
      .map((to) => [from, to] as const),
  );
}
