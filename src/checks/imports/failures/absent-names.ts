import type { Evidence } from "../../../evidence/evidence.ts";
import { importable } from "../../../evidence/importable/modules.ts";
import type { ScoringImport } from "../../../evidence/scoring-script.ts";
import type { FindingDetails } from "../../../findings/check.ts";

/** What a module of the user's own does not have. */
export function absentFromOwn(
  { module, absent, file, line, when }: ScoringImport,
  evidence: Evidence,
): FindingDetails[] {
  const { inventory, target } = evidence;
  if (when === "guarded" || importable(module.split(".")[0] ?? "", inventory, target) !== undefined) return [];
  return absent.map((name) => ({
    ...(when === "call" && { severity: "warning" as const }),
    place: { file, line },
    message: `The import of ${name} fails in the container: ${name === module ? `there is no module ${name} beside the scoring script` : `your module ${module} does not define ${name.slice(module.length + 1)}`}.`,
    hint: `Correct the name, or add it to your module.`,
  }));
}
