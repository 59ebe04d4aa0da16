import { mayHaveLibrary } from "../../images/abi/available-libraries.ts";
import { libraryAdvice } from "../../images/abi/library-advice.ts";
import type { Target } from "../../images/target.ts";
import type { Inventory } from "../../mount/inventory/inventory.ts";
import { libraryNamesIn } from "../../mount/inventory/library-names.ts";
import type { WantedByStep } from "./import-probe.ts";

/** A system library that code opens by its name while it is imported, and that neither the mount nor the image has. */
export interface WantedLibrary {
  /** Normalised name of the distribution that was imported; absent for an import that no distribution of the mount has. */
  readonly distribution: string | undefined;
  /** The module that was imported, dotted. */
  readonly module: string;
  /** A soname, or the part before `.so` where the code asks for any version. */
  readonly library: string;
  /**
   * What became of the import without it: it `failed`, in a function that no start reaches (`later`), or it `works`. `unknown`
   * where the library of this machine was loaded all the same.
   */
  readonly outcome: "failed" | "later" | "works" | "unknown";
  /** Whether this machine has it. */
  readonly isHere: boolean;
}

interface Imported {
  readonly distribution: string | undefined;
  readonly module: string;
  /** Why the import failed, if so. */
  readonly error: string | undefined;
  /** Whether the start of the server reaches it. */
  readonly isStart: boolean;
}

/**
 * The libraries that matter of those that were opened.
 * @param ofStep what was imported by the step of an id
 */
export function wantedFrom(
  wanted: readonly WantedByStep[],
  ofStep: (id: number) => Imported | undefined,
  inventory: Inventory,
  target: Target,
): WantedLibrary[] {
  const copies = libraryNamesIn(inventory);
  return wanted.flatMap(({ id, library, isHere, isLoaded }): WantedLibrary[] => {
    const step = ofStep(id);
    // Whether the image has this library is not known, so only an error that names it shows that the import needs it.
    const isNamed = library.includes(".so") && step?.error?.includes(library) === true;
    const isKnown = isHere || libraryAdvice(library) !== undefined || isNamed;
    if (step === undefined || !isKnown || copies.has(library) || mayHaveLibrary(library, target)) return [];
    const { distribution, module, error, isStart } = step;
    const outcome = error !== undefined ? (isStart ? "failed" : "later") : isLoaded ? "unknown" : "works";
    return [{ distribution, module, library, outcome, isHere }];
  });
}

/** Whether neither the mount nor the image has a library that is known to be one of the system. */
export function isLacking(library: string, inventory: Inventory, target: Target): boolean {
  const isSystem = libraryAdvice(library)?.role === "system";
  return isSystem && !libraryNamesIn(inventory).has(library) && !mayHaveLibrary(library, target);
}

const ORDER: readonly WantedLibrary["outcome"][] = ["failed", "unknown", "later", "works"];

/** One for each distribution and library: the one that matters most. */
export function withoutDoubles(wanted: readonly WantedLibrary[]): WantedLibrary[] {
  const sorted = [...wanted].sort((a, b) => ORDER.indexOf(b.outcome) - ORDER.indexOf(a.outcome));
  const found = new Map(sorted.map((one) => [`${one.distribution} ${one.library}`, one]));
  return [...found.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ distribution = "", library }: WantedLibrary): string {
  return `${distribution} ${library}`;
}
