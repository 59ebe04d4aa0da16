import type { Target } from "../../images/target.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import type { Inventory } from "../../mount/inventory/inventory.ts";
import { normalisedName } from "../../util/text.ts";
import type { ScoringImport } from "../scoring-script.ts";
import { importable } from "./modules.ts";

/** Normalised names of the distributions of a mount that contain what these imports name. */
export function importedBy(imports: readonly ScoringImport[], inventory: Inventory, target: Target): Set<string> {
  const modules = imports.flatMap(({ module, names }) => [module, ...names.map((name) => `${module}.${name}`)]);
  return holdersOfAll(modules, inventory, target);
}

/** The same for modules by their dotted names. */
export function holdersOfAll(modules: readonly string[], inventory: Inventory, target: Target): Set<string> {
  return new Set(modules.flatMap((module) => holdersOf(module, inventory, target)));
}

/** The distributions that contain a module; for a namespace package, all that contribute to it. */
function holdersOf(module: string, inventory: Inventory, target: Target): string[] {
  const parts = module.split(".");
  for (let length = 1; length <= parts.length; length++) {
    const found = importable(parts.slice(0, length).join("."), inventory, target);
    if (found === undefined) return [];
    if (found.kind !== "directory") return (inventory.owners.get(found.path) ?? []).map(({ name }) => name);
  }
  const folder = `${module.replaceAll(".", "/")}/`;
  return inventory.distributions
    .filter(({ record }) => record?.some(({ path }) => path.startsWith(folder)))
    .map(({ name }) => name);
}

/** The distribution of the mount that has a module, or the nearest package above it. */
export function ownerOfModule(module: string, inventory: Inventory, target: Target): Distribution | undefined {
  const parts = module.split(".");
  for (let length = parts.length; length > 0; length--) {
    const found = importable(parts.slice(0, length).join("."), inventory, target);
    const owner = found && inventory.owners.get(found.path)?.[0];
    if (owner !== undefined) return owner;
  }
  return undefined;
}

/** Distributions with everything that they require or may require: markers and extras are not evaluated. */
export function withNeeds(start: ReadonlySet<string>, { distributions }: Inventory): Set<string> {
  const byName = new Map(distributions.map((one) => [one.name, one]));
  const used = new Set<string>();
  const waiting = [...start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (used.has(name)) continue;
    used.add(name);
    for (const text of byName.get(name)?.metadata.get("requires-dist") ?? []) {
      const needed = /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(text.trim())?.[0];
      if (needed !== undefined) waiting.push(normalisedName(needed));
    }
  }
  return used;
}
