import { REQUIRED_PROGRAMS, type RequiredProgram } from "../../images/advice/programs.ts";
import type { Inventory } from "../../mount/inventory/inventory.ts";
import type { Evidence } from "../evidence.ts";
import { importedBy } from "../importable/imported-distributions.ts";

/** A program that distributions of the mount start, and that neither the mount nor the image is known to have. */
export interface MissingProgram extends RequiredProgram {
  /** Normalised names of the distributions in the mount that start it; those that the scoring script imports come first. */
  readonly users: readonly [string, ...string[]];
  /** Whether the scoring script imports one of them. */
  readonly isImported: boolean;
}

export function missingPrograms(evidence: Pick<Evidence, "inventory" | "scoring" | "target">): MissingProgram[] {
  const { inventory, scoring, target } = evidence;
  const names = new Set(inventory.distributions.map(({ name }) => name));
  const imported = importedBy(scoring?.imports ?? [], inventory, target);
  return REQUIRED_PROGRAMS.flatMap((one) => {
    const there = one.distributions.filter((name) => names.has(name));
    const isSet = one.variable !== undefined && Object.hasOwn(target.facts?.environment ?? {}, one.variable);
    if (isSet || one.unless.some((name) => names.has(name)) || isInMount(one.program, inventory)) return [];
    const [first, ...others] = [
      ...there.filter((name) => imported.has(name)),
      ...there.filter((name) => !imported.has(name)),
    ];
    return first === undefined ? [] : [{ ...one, users: [first, ...others] as const, isImported: imported.has(first) }];
  });
}

/** Debian packages of the programs that the scoring script uses. */
export function packagesOfPrograms(evidence: Parameters<typeof missingPrograms>[0]): string[] {
  return missingPrograms(evidence).flatMap(({ isImported, apt }) => (isImported ? apt : []));
}

function isInMount(program: string, { files }: Inventory): boolean {
  return [...files.values()].some(({ path, executable }) => executable && path.split("/").at(-1) === program);
}
