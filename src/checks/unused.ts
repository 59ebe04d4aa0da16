import { sizesOf } from "../mount/describe.ts";
import type { Distribution } from "../mount/distribution.ts";
import type { Inventory } from "../mount/inventory.ts";
import { normalisedName } from "../python/names.ts";
import type { Target } from "../target/target.ts";
import { humanBytes } from "../text.ts";
import { about, type Check, type Evidence } from "./check.ts";
import { importable } from "./importable.ts";
import type { ScoringImport } from "./scoring-probe.ts";

/** The reverse of the scoring script's imports: what is carried along for nothing. */

export const requestedUnused: Check = {
  id: "S2",
  severity: "notice",
  title: "nothing imports a requested distribution",
  explanation:
    "A requirement that the scoring script does not import, nor the modules beside it, nor any distribution that they do import and that names it in its metadata, extras included. Each instance downloads it before its first request; the largest come first. A static reading has limits: a pickled model imports the library that it was saved with, plugins are found by entry points (those are left alone), and where something is imported by a name made at run time nothing is said. Remove the line if nothing of that holds. Always safe to turn off.",
  *find(evidence) {
    const { scoring, inventory, target } = evidence;
    if (scoring === undefined || scoring.dynamic || scoring.errors.length > 0) return;
    const used = withNeeds(importedBy(scoring.imports, inventory, target), inventory);
    const sizes = sizesOf(inventory);
    const idle = requestedIn(evidence)
      .filter((one) => !used.has(one.name) && !isPlugin(one))
      .map((one) => ({ one, bytes: sizes.get(one.directory)?.bytes ?? 0 }))
      .sort((a, b) => b.bytes - a.bytes);
    for (const { one, bytes } of idle) {
      yield about(one, evidence, {
        message: `Nothing that the scoring script imports needs ${one.displayName} (${humanBytes(bytes)}).`,
        hint: "Remove it, unless a saved model or a lazy import of another package needs it.",
      });
    }
  },
};

function requestedIn({ requirements, inventory }: Evidence): Distribution[] {
  const asked = new Set(requirements.filter((one) => !one.constraint && one.applies).map(({ name }) => name));
  return inventory.distributions.filter(({ name }) => asked.has(name));
}

function importedBy(imports: readonly ScoringImport[], inventory: Inventory, target: Target): Set<string> {
  const used = new Set<string>();
  for (const { module, names } of imports) {
    for (const one of [module, ...names.map((name) => `${module}.${name}`)]) {
      for (const name of holdersOf(one, inventory, target)) used.add(name);
    }
  }
  return used;
}

/** The distributions that a module comes from; of a namespace package, all that have a share in it. */
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

/** With everything that they need or may need: markers and extras are not asked. */
function withNeeds(start: ReadonlySet<string>, { distributions }: Inventory): Set<string> {
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

/** Another package finds it by its entry points. */
function isPlugin({ texts }: Distribution): boolean {
  const groups = [...(texts.get("entry_points.txt") ?? "").matchAll(/^\[([^\]]+)\]/gm)].map(([, group]) =>
    group?.trim(),
  );
  return groups.some((group) => group !== "console_scripts" && group !== "gui_scripts");
}
