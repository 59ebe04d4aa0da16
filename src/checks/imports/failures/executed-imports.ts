import { join } from "node:path";
import type { Evidence } from "../../../evidence/evidence.ts";
import { ownerOfModule } from "../../../evidence/importable/imported-distributions.ts";
import { importable } from "../../../evidence/importable/modules.ts";
import type { ScriptFailure } from "../../../evidence/imports/script-imports.ts";
import type { ImportFailure } from "../../../evidence/imports/try-imports.ts";
import type { FindingDetails } from "../../../findings/check.ts";
import type { Distribution } from "../../../mount/inventory/distribution.ts";
import { adviceForFailure, severityOfFailure, severityOfScriptFailure } from "./failed-import.ts";
import { isReportedWithLibrary } from "./for-library.ts";

/** The imports of the scoring script that failed when they were run. What I11 reports as an error, or P4, is left out. */
export function failedWhenRun(evidence: Evidence): FindingDetails[] {
  const failures = evidence.container?.script?.failures ?? [];
  return failures
    .filter((one) => !isReported(one, evidence))
    .filter((one) => !isReportedWithLibrary(one, severityOfScriptFailure(one, evidence), evidence))
    .map((one) => findingOf(one, evidence));
}

function isReported({ error, module }: ScriptFailure, evidence: Evidence): boolean {
  const first = module.split(".")[0];
  const same = (other: ImportFailure) => other.error === error && other.module.split(".")[0] === first;
  const reported = evidence.container?.importFailures.filter(same) ?? [];
  return reported.some((other) => severityOfFailure(other, evidence) === "error");
}

function findingOf(failure: ScriptFailure, evidence: Evidence): FindingDetails {
  const { module, file, line, error, isName } = failure;
  const owner = ownerOfModule(module, evidence.inventory, evidence.target);
  const text = isName ? error.replace(/ \([^()]*\)$/, "") : error;
  return {
    severity: severityOfScriptFailure(failure, evidence),
    place: { file: join(evidence.options.scoringDirectory, file), line },
    distribution: owner?.name,
    message: `The import of ${module} fails in the container: ${text}${/[.!?]$/.test(text) ? "" : "."}`,
    hint: hintFor(failure, owner, evidence),
  };
}

function hintFor(failure: ScriptFailure, owner: Distribution | undefined, evidence: Evidence): string {
  const { module, missing, isName } = failure;
  const { inventory, target } = evidence;
  const [, parent = "", name = ""] = /^(.*)\.([^.]+)$/.exec(module) ?? [];
  const isLacking = isName || (missing !== null && isPartOf(missing, module) && parent !== "");
  // A module may raise an error of its own for a name that it used to have.
  const isRefused =
    !isLacking && missing === null && parent !== "" && importable(module, inventory, target) === undefined;
  if (!isLacking && !isRefused)
    return adviceForFailure({ ...failure, distribution: owner?.name ?? module.split(".")[0] ?? "" }, evidence);
  if (isName && importable(name, inventory, target) !== undefined)
    return `Use \`import ${name}\`: the mount has ${name} as a package of its own.`;
  const lacking = isLacking && !isName ? `there is no module ${missing}` : `${parent} has no ${name}`;
  if (owner === undefined) return `Change the import: in Python ${target.python} ${lacking}.`;
  return `Change the import, or pin a release of ${owner.name} that has it: in ${owner.name} ${owner.version} ${lacking}.`;
}

/** Whether a module that was not found is the imported one, or a package above it. */
function isPartOf(missing: string, module: string): boolean {
  return module === missing || module.startsWith(`${missing}.`);
}
