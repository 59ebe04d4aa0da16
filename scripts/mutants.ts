// Makes mutants of the checks: the source of the checks and of what they depend on, with one decision turned.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { type Change, changesBelow } from "./mutation/changes.ts";
import { type Declaration, type Modules, reachedBy, readModules } from "./mutation/modules.ts";

/** One change to one file. */
export interface Mutant extends Change {
  /** Relative to src. */
  readonly file: string;
  readonly line: number;
  /** It runs when its module is loaded, which every test does. */
  readonly isAtLoad: boolean;
  /** Ids of the checks whose `find` reaches the place; of a probe, those whose decisions it takes. */
  readonly ids: readonly string[];
}

/** Directories of src that hold the checks and the evidence which they judge. */
const SCOPE = ["checks", "evidence"];

/** Probes in which checks have their decisions, with those checks. */
const PROBES: Readonly<Record<string, readonly string[]>> = {
  "python/probes/closure.py": ["M1", "M2", "M3", "M4", "M5"],
};

/** Every mutant; `source` is the directory src. A file below {@link SCOPE} that no check reaches has mutants without ids. */
export function makeMutants(source: string): Mutant[] {
  const modules = readModules(
    SCOPE.flatMap((directory) => filesBelow(source, directory)),
    source,
  );
  const ids = idsByDeclaration(modules);
  return [
    ...[...ids].flatMap(([declaration, known]) => mutantsOf(declaration, known, modules)),
    ...Object.entries(PROBES).flatMap(([file, known]) => mutantsOfProbe(file, source, known)),
  ];
}

/** The ids of the checks, in the order of the files. */
export function idsOfChecks(mutants: readonly Mutant[]): string[] {
  return [...new Set(mutants.flatMap(({ ids }) => ids))].sort(byId);
}

export function byId(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

function filesBelow(source: string, directory: string): string[] {
  if (!existsSync(join(source, directory))) return [];
  const paths = readdirSync(join(source, directory), { recursive: true }).map(String);
  const files = paths.filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"));
  return files.map((path) => `${directory}/${path.split(sep).join("/")}`).sort();
}

/** Every declaration, with the ids of the checks that reach it. */
function idsByDeclaration(modules: Modules): Map<Declaration, Set<string>> {
  const all = [...modules.values()].flatMap(({ declarations }) => [...declarations.values()]);
  const ids = new Map(all.map((one) => [one, new Set(one.check ? [one.check.id] : [])]));
  for (const declaration of all) {
    if (declaration.check === undefined) continue;
    for (const reached of reachedBy(declaration, modules)) ids.get(reached)?.add(declaration.check.id);
  }
  return ids;
}

function mutantsOf(declaration: Declaration, ids: ReadonlySet<string>, modules: Modules): Mutant[] {
  const { file, tree, check } = declaration;
  const source = modules.get(file)?.source ?? "";
  const changes = changesBelow(check?.find ?? tree, source);
  return changes.map((change) => ({ ...change, file, line: lineOf(change.start, source), ids: [...ids].sort(byId) }));
}

/** Python's conditions, line by line. */
function mutantsOfProbe(file: string, directory: string, ids: readonly string[]): Mutant[] {
  const source = readFileSync(join(directory, file), "utf8");
  return [...source.matchAll(/^( *(?:el)?if )(.+):$/gm)].map((match) => {
    const start = match.index + (match[1]?.length ?? 0);
    const condition = match[2] ?? "";
    const change = { what: "condition negated", start, end: start + condition.length, text: `not (${condition})` };
    return { ...change, at: start, isAtLoad: false, ids, file, line: lineOf(start, source) };
  });
}

function lineOf(offset: number, source: string): number {
  return source.slice(0, offset).split("\n").length;
}
