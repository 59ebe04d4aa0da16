import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A module or package that can be imported from the scoring directory. */
export interface ScriptNeighbour {
  /** Its name in an import statement. */
  readonly module: string;
  /** Its name in the directory: `json.py`, `json`. */
  readonly entry: string;
  /** Absolute: the module, or the `__init__.py` of the package. */
  readonly file: string;
}

export function listModules(directory: string): ScriptNeighbour[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const module = entry.isFile() ? /^([A-Za-z_]\w*)\.py$/.exec(entry.name)?.[1] : entry.name;
    const file = entry.isFile() ? join(directory, entry.name) : join(directory, entry.name, "__init__.py");
    return module !== undefined && existsSync(file) ? [{ module, entry: entry.name, file }] : [];
  });
}
