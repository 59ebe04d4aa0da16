import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { type Inventory, ownerOf } from "../../mount/inventory/inventory.ts";
import { orNothing } from "../../util/errors.ts";
import { groupBy } from "../../util/group-by.ts";

/** Programs beside modules that run only with their execute bits. */
export function programsIn(inventory: Inventory, architecture: string): string[] {
  return [...inventory.files.keys()].filter((path) => isProgram(path, inventory, architecture));
}

/** Bytes of a module; longer ones are tables. */
const LONGEST_MODULE = 2 ** 20;

/**
 * The programs of a mount that a module of their own distribution names: the others are for a terminal.
 * @param directory that of the inventory, absolute
 * @returns their paths in the mount
 */
export function findNamedPrograms(inventory: Inventory, directory: string, architecture: string): ReadonlySet<string> {
  const groups = groupBy(programsIn(inventory, architecture), (path) => ownerOf(path, inventory));
  const named = [...groups].flatMap(([owner, paths]) => {
    const modules = (owner?.record ?? []).map(({ path }) => path).filter((path) => path.endsWith(".py"));
    const texts = modules.map((path) => textOf(path, inventory, directory));
    return paths.filter((path) => texts.some((text) => text.includes(posix.parse(path).name)));
  });
  return new Set(named);
}

function textOf(path: string, { files }: Inventory, directory: string): string {
  if ((files.get(path)?.size ?? Number.POSITIVE_INFINITY) > LONGEST_MODULE) return "";
  return orNothing(() => readFileSync(join(directory, path), "utf8")) ?? "";
}

function isProgram(path: string, { files, binaries, scripts }: Inventory, architecture: string): boolean {
  if (files.get(path)?.executable !== true || NOT_STARTED.test(path)) return false;
  const binary = binaries.get(path);
  if (binary?.kind !== "elf") return scripts.has(path);
  const isForTarget = binary.machine === architecture;
  return isForTarget && (binary.type === "executable" || binary.type === "shared") && !LIBRARY.test(path);
}

/** Many wheels have libraries with execute bits, which the loader does not need. */
const LIBRARY = /\.(so|pyd|dylib)(\.[\w.-]*)?$/;

/** Scripts of environments, tests, examples, and metadata. */
const NOT_STARTED = /^(bin|Scripts)\/|(^|\/)(tests?|testing|examples?|docs?)\/|^[^/]+\.(dist|egg)-info\//;
