import { STANDARD_LIBRARY_VERSIONS, standardLibrary } from "../../images/contents/standard-library.ts";
import type { Target } from "../../images/target.ts";
import type { Inventory } from "../../mount/inventory/inventory.ts";
import { importable, rootNames } from "./modules.ts";

/** The mount and the scoring directory come before the standard library, so modules of the same names replace it. */

/** Built into every CPython and found before the path is searched. */
const BUILT_IN = new Set(
  `_abc _ast _codecs _collections _functools _imp _io _locale _operator _signal _sre _stat _string _symtable _thread
  _tracemalloc _warnings _weakref atexit builtins errno faulthandler gc itertools marshal posix pwd sys time`.split(
    /\s+/,
  ),
);
/** Of other systems: nothing on Linux imports them. */
const ELSEWHERE =
  /^(_?winreg|_?winapi|winsound|msvcrt|nt|_msi|msilib|_scproxy|_overlapped|_wmi|_(android|ios|aix|osx)_support)$/;

/** Whether a top-level module of this name replaces one of the standard library. */
export function isReplaceable(module: string, { python }: Target): boolean {
  if (!STANDARD_LIBRARY_VERSIONS.includes(python)) return false;
  return standardLibrary(python).has(module) && !BUILT_IN.has(module) && !ELSEWHERE.test(module);
}

/** A module of the mount that replaces one of the standard library. */
export interface ReplacedModule {
  readonly module: string;
  /** POSIX, relative to the mount. */
  readonly path: string;
}

export function replacedModules(inventory: Inventory, target: Target): ReplacedModule[] {
  return rootNames(inventory).flatMap((module) => {
    const found = isReplaceable(module, target) ? importable(module, inventory, target) : undefined;
    return found === undefined || found.kind === "directory" ? [] : [{ module, path: found.path }];
  });
}
