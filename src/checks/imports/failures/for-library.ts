import type { Evidence } from "../../../evidence/evidence.ts";
import { ownerOfModule } from "../../../evidence/importable/imported-distributions.ts";
import { someOf } from "../../../findings/at-most.ts";
import type { Severity } from "../../../findings/check.ts";
import { SEVERITIES } from "../../../findings/importance.ts";
import { ownerOf } from "../../../mount/inventory/inventory.ts";
import { severityOfFailure, severityOfScriptFailure } from "./failed-import.ts";

/** Failed imports that P4 reports with the system library that they lack: one cause is one finding. */

interface Failed {
  /** Dotted. */
  readonly module: string;
  readonly error: string;
  readonly missing: string | null;
}

/** A library that P4 reports. */
interface Reported {
  readonly library: string;
  readonly severity: Severity;
  /** Distribution of the file that is linked to it, or of the module that opens it. */
  readonly holder: string | undefined;
  /** The module whose import opens it by its name; absent for a linked one. */
  readonly module?: string;
}

/** Whether P4 reports the library that an import failed for, and no milder than the failure. */
export function isReportedWithLibrary(failed: Failed, severity: Severity, evidence: Evidence): boolean {
  return libraryOf(failed, severity, reportedBy(evidence)) !== undefined;
}

/**
 * The imports that failed for a library, as the end of P4's message; `""` if there are none.
 * @param holder the distribution that the message is about
 */
export function failedWithout(library: string, holder: string | undefined, evidence: Evidence): string {
  const reported = reportedBy(evidence);
  const holders = new Set(reported.filter((one) => one.library === library).map((one) => one.holder));
  const isHere = (owner: string | undefined) => owner === holder || !holders.has(owner);
  const labels = failuresIn(evidence).flatMap(({ failed, severity, owner, label }) =>
    isHere(owner) && libraryOf(failed, severity, reported) === library ? [`import ${label}`] : [],
  );
  const imports = [...new Set(labels)];
  if (imports.length === 0) return "";
  return ` Without ${library}, ${someOf(imports)} ${imports.length === 1 ? "fails" : "fail"}.`;
}

function reportedBy({ compiledCode, container, inventory }: Evidence): Reported[] {
  const linked = compiledCode.flatMap((problem): Reported[] => {
    if (problem.kind !== "missing-library" || problem.where === "likely") return [];
    const { library, severity, path } = problem;
    return [{ library, severity, holder: ownerOf(path, inventory)?.name }];
  });
  // A linked library is reported for the files that are linked to it.
  const wanted = (container?.wanted ?? []).filter(({ library }) => !linked.some((one) => one.library === library));
  const opened = wanted.flatMap(({ library, outcome, module, distribution }): Reported[] => {
    const severity = { failed: "error", later: "warning" }[outcome as string] as Severity | undefined;
    return severity === undefined ? [] : [{ library, severity, module, holder: distribution }];
  });
  return [...linked, ...opened];
}

/** Every import that failed, with its line in the user's own code where that has it. */
function failuresIn(evidence: Evidence) {
  const { container, inventory, target } = evidence;
  const tried = (container?.importFailures ?? []).map((failed) => {
    const { distribution: owner, module } = failed;
    return { failed, owner, severity: severityOfFailure(failed, evidence), label: module };
  });
  const ofScript = (container?.script?.failures ?? []).map((failed) => {
    const { module, file, line } = failed;
    const owner = ownerOfModule(module, inventory, target)?.name;
    return { failed, owner, severity: severityOfScriptFailure(failed, evidence), label: `${module} (${file}:${line})` };
  });
  const isInScript = (module: string) => ofScript.some(({ failed }) => failed.module === module);
  return [...tried.filter(({ failed }) => !isInScript(failed.module)), ...ofScript];
}

function libraryOf({ module, error, missing }: Failed, severity: Severity, reported: Reported[]): string | undefined {
  if (missing !== null) return undefined;
  const isAsSevere = (one: Reported) => SEVERITIES.indexOf(one.severity) <= SEVERITIES.indexOf(severity);
  const named = reported.filter((one) => isAsSevere(one) && isNamed(one, module, error));
  return named.sort((a, b) => b.library.length - a.library.length)[0]?.library;
}

/** `PortAudio library not found` is about `libportaudio.so.2`, if the same package opens that. */
function isNamed({ library, module: opener }: Reported, module: string, error: string): boolean {
  if (library.includes(".so") && error.includes(library)) return true;
  const word = /^(?:lib)?([A-Za-z]{3,})/.exec(library)?.[1];
  const isSamePackage = opener?.split(".")[0] === module.split(".")[0];
  return isSamePackage && word !== undefined && error.toLowerCase().includes(word.toLowerCase());
}
