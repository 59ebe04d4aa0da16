import { ownerOf } from "../../mount/inventory/inventory.ts";
import { getOwn } from "../../util/get-own.ts";
import type { ContainerView } from "../imports/container.ts";
import type { CompiledCodeProblem, MissingLibrary, Severity } from "../loader/problems.ts";
import type { ScoringImports } from "../scoring-script.ts";
import type { MountEvidence } from "../subject.ts";

interface Known extends Pick<MountEvidence, "manifest" | "inventory"> {
  readonly container: ContainerView | undefined;
  readonly scoring: ScoringImports | undefined;
}

/**
 * Missing libraries as the imports decided, which ran without them: an error where an import fails, a warning where only a
 * function of the scoring script or a package that nothing imports needs the library, a notice where no import needs it.
 * Files for another C library or Python are one step milder if no import loads them.
 */
export function decidedByImports(problems: readonly CompiledCodeProblem[], known: Known): CompiledCodeProblem[] {
  return problems.map((problem) => {
    if (problem.severity === "notice") return problem;
    if (["newer-symbols", "musl", "other-interpreter"].includes(problem.kind))
      return isLeftOut(problem, known) ? { ...problem, severity: milder(problem.severity) } : problem;
    if (problem.kind !== "missing-library") return problem;
    const severity = severityOf(problem, known);
    return severity === undefined ? problem : { ...problem, severity, isDecided: true };
  });
}

/** Whether all imports of the owner ran and none of them, nor the scoring script, loads the file. */
function isLeftOut({ path }: CompiledCodeProblem, { container, inventory, scoring }: Known): boolean {
  const files = getOwn(container?.loaded ?? {}, ownerOf(path, inventory)?.name ?? "");
  return files !== undefined && !files.includes(path) && !isNamedByScript(path, scoring);
}

/** What no module links to is a notice: a helper that the package starts on request. A module may be imported later. */
function milder(severity: Severity): Severity {
  return severity === "error" ? "warning" : "notice";
}

function isNamedByScript(path: string, scoring: ScoringImports | undefined): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return scoring?.libraries.some((text) => text.endsWith(name)) === true;
}

/** `undefined` where the imports show nothing: they were not tried, failed for another reason, or found the library here. */
function severityOf(problem: MissingLibrary, known: Known): Severity | undefined {
  const { library, severity, path, where } = problem;
  const { container, manifest, inventory, scoring } = known;
  if (where === "likely") return undefined;
  // The script opens the file itself, which no import shows.
  if (isNamedByScript(path, scoring)) return undefined;
  // The build has judged it by its imports.
  if (container === undefined) return manifest === undefined ? undefined : "warning";
  const tried = getOwn(container.tried ?? {}, ownerOf(path, inventory)?.name ?? "");
  if (tried === undefined || container.visible?.includes(library)) return undefined;
  const names = (error: string) => error.includes(library);
  const ofScript = container.script?.failures.filter(({ error }) => names(error)) ?? [];
  if (container.importFailures.some(({ error }) => names(error)) || ofScript.some(({ when }) => when !== "call"))
    return where === "nowhere" ? "error" : severity;
  // A distribution that only others require may be imported in a function of theirs.
  if (ofScript.length > 0 || [...tried.failures, ...tried.others].some(names)) return "warning";
  return tried.failures.length === 0 ? "notice" : undefined;
}
