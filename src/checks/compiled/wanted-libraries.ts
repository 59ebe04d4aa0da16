import { sentence } from "../../evidence/compiled-code/wording.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import type { NamedInSource } from "../../evidence/imports/import-probe.ts";
import { isLacking, type WantedLibrary } from "../../evidence/imports/wanted-libraries.ts";
import type { OpenedLibrary } from "../../evidence/scoring-script.ts";
import { about, type FindingDetails, type Severity } from "../../findings/check.ts";
import { adviceFor } from "../../images/abi/library-advice.ts";
import { ownerOf } from "../../mount/inventory/inventory.ts";
import { failedWithout } from "../imports/failures/for-library.ts";

/** The system libraries that code opens by name (ctypes, cffi), as findings of P4. */
export function wantedLibraries(evidence: Evidence): FindingDetails[] {
  const linked = new Set(missingIn(evidence).map(({ library }) => library));
  const wanted = (evidence.container?.wanted ?? []).filter(({ library }) => !linked.has(library));
  const reported = [...linked, ...wanted.map(({ library }) => library)].map(stemOf);
  const isNew = ({ library }: { readonly library: string }) => !reported.includes(stemOf(library));
  return [
    ...wanted.map((one) => findingOf(one, evidence)),
    ...once((evidence.container?.script?.named ?? []).filter(isNew).map((one) => ofPackage(one, evidence))),
    ...once((evidence.scoring?.opened ?? []).filter(isNew).flatMap((one) => ofScript(one, evidence))),
  ];
}

/** `libmagic.so.1` → `libmagic`. */
function stemOf(library: string): string {
  return library.split(".so", 1)[0] ?? "";
}

function once(findings: readonly FindingDetails[]): FindingDetails[] {
  return [
    ...new Map([...findings].reverse().map((one) => [`${one.distribution} ${one.hint}`, one])).values(),
  ].reverse();
}

/** A module of the mount that the scoring script imports opens the library later, in a function. */
function ofPackage({ library, file, line }: NamedInSource, evidence: Evidence): FindingDetails {
  const owner = ownerOf(file, evidence.inventory);
  const details = {
    severity: "warning" as const,
    file,
    message: `${file}:${line}${owner ? ` of ${owner.name}` : ""} opens ${library}, which neither the mount nor the image has: the imports work without it, but calls may not.`,
    hint: sentence(adviceFor(library, owner?.name)),
  };
  return owner === undefined ? details : about(owner, evidence, details);
}

function ofScript({ library, file, line, when }: OpenedLibrary, evidence: Evidence): FindingDetails[] {
  if (when === "guarded" || !isLacking(library, evidence.inventory, evidence.target)) return [];
  const details = {
    severity: "warning" as const,
    place: { file, line },
    message: `Your code opens ${library}, which neither the mount nor the image has.`,
    hint: sentence(adviceFor(library)),
  };
  return [details];
}

/** What P4 reports anyway, because a file of the mount is linked to it. */
function missingIn({ compiledCode }: Evidence) {
  return compiledCode.filter((one) => one.kind === "missing-library");
}

function findingOf(wanted: WantedLibrary, evidence: Evidence): FindingDetails {
  const { distribution, library, module } = wanted;
  const failed = failedWithout(library, distribution, evidence);
  const consequence = failed === "" ? `: ${consequenceOf(wanted)}.` : `.${failed}`;
  const details = {
    severity: severityOf(wanted),
    message: `${distribution ?? module} opens ${library}, which neither the mount nor the image has${consequence}`,
    hint: sentence(adviceFor(library, distribution)),
  };
  return distribution === undefined ? details : about({ name: distribution }, evidence, details);
}

function consequenceOf({ outcome, module }: WantedLibrary): string {
  switch (outcome) {
    case "failed":
      return `without it, import ${module} fails`;
    case "later":
      return `without it, import ${module} fails, which the scoring script runs in a function`;
    case "works":
      return `import ${module} works without it, but what it was opened for may not`;
    case "unknown":
      return `import ${module} loaded the library of this machine`;
  }
}

function severityOf({ outcome, isHere }: WantedLibrary): Severity {
  if (outcome === "failed") return "error";
  return outcome === "works" && !isHere ? "notice" : "warning";
}
