import type { Evidence } from "../../evidence/evidence.ts";
import { holdersOfAll, importedBy, withNeeds } from "../../evidence/importable/imported-distributions.ts";
import { readersOf } from "../../evidence/models/model-libraries.ts";
import { isWhollyRead, type SavedModels } from "../../evidence/models/saved-models.ts";
import { about, type Check } from "../../findings/check.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import { sizesOf } from "../../mount/manifest/describe.ts";
import { isAskedFor } from "../../python/packaging/requirements.ts";
import { humanBytes } from "../../util/text.ts";

/** The reverse of the check of the scoring script's imports: packages that it does not need. */

export const requestedUnused: Check = {
  id: "S2",
  name: "unused-requirement",
  severity: "notice",
  modes: ["preinstalled", "restore", "verify"],
  title: "nothing imports a requested distribution",
  what: "Neither the scoring script, its modules, the saved model, nor the distributions they import use the requirement. Plug-ins are not counted, and nothing is reported if a module name is computed at run time.",
  inContainer: "Every instance downloads it before its first request.",
  fix: "Remove the requirement, unless a pickled model imports it; `model-directory` lets the check see that.",
  waive: "Safe.",
  *find(evidence) {
    const { scoring, savedModels, inventory, target, container } = evidence;
    if (scoring === undefined || scoring.dynamic || scoring.errors.length > 0) return;
    const ofScript = importedBy(scoring.imports, inventory, target);
    const ofModel = holdersOfAll(modulesOf(savedModels), inventory, target);
    const used = withNeeds(new Set([...ofScript, ...ofModel, ...(container?.script?.used ?? [])]), inventory);
    const unless = isWhollyRead(savedModels) ? "a lazy import" : "a saved model or a lazy import";
    const sizes = sizesOf(inventory);
    for (const one of requestedIn(evidence).filter((one) => !used.has(one.name) && !isPlugin(one))) {
      const bytes = sizes.get(one.directory)?.bytes ?? 0;
      yield about(one, evidence, {
        message: `Nothing that the scoring script imports needs ${one.displayName} (${humanBytes(bytes)}).`,
        hint: `Remove ${one.displayName}, unless ${unless} of another package needs it.`,
      });
    }
  },
};

function requestedIn({ requirements, inventory }: Evidence): Distribution[] {
  const asked = new Set(requirements.filter(isAskedFor).map(({ name }) => name));
  return inventory.distributions.filter(({ name }) => asked.has(name));
}

/** What loading the model imports, or may. */
function modulesOf(savedModels: SavedModels | undefined): string[] {
  return (savedModels?.files ?? []).flatMap(({ kind, modules }) => [...Object.keys(modules), ...readersOf(kind ?? "")]);
}

/** Another package finds it by its entry points. */
function isPlugin({ texts }: Distribution): boolean {
  const groups = [...(texts.get("entry_points.txt") ?? "").matchAll(/^\[([^\]]+)\]/gm)].map(([, group]) =>
    group?.trim(),
  );
  return groups.some((group) => group !== "console_scripts" && group !== "gui_scripts");
}
