import { relative, resolve } from "node:path";
import type { Finding } from "../checks/check.ts";
import type { Verdict } from "../checks/verify.ts";
import type { Location } from "../mount/location.ts";
import type { Options } from "../options/options.ts";
import type { Annotation, Host } from "../runner/host.ts";
import { plural } from "../text.ts";

/** GitHub shows ten annotations per kind and step; one is kept to say how many more there are. */
const SHOWN = 9;

/** Prints findings as annotations on the requirement's line, or on the mount's file where it stands in the end. */
export function annotate({ findings, complaints }: Verdict, location: Location, options: Options, host: Host): void {
  for (const severity of ["error", "warning", "notice"] as const) {
    const all = findings.filter((finding) => finding.severity === severity);
    for (const finding of all.slice(0, SHOWN))
      host.log[severity](wordsOf(finding), placeOf(finding, location, options));
    if (all.length > SHOWN) {
      host.log[severity](
        `${plural(all.length - SHOWN, `more ${severity}`)}: all of them are in the summary and the report.`,
      );
    }
  }
  for (const complaint of complaints) host.log.warning(complaint);
}

export function wordsOf({ message, hint }: Finding): string {
  return hint === undefined ? message : `${message} ${hint}`;
}

function placeOf({ check, place, requirement, file }: Finding, { directory }: Location, options: Options): Annotation {
  if (place) return { title: check, ...place };
  if (requirement?.file) {
    return { title: check, file: resolve(options.codeDirectory, requirement.file), line: requirement.line };
  }
  return file === undefined ? { title: check } : { title: check, file: resolve(directory, file) };
}

/** `requirements.txt:3`, `score.py:7`, or what stands for it, for tables. */
export function whereOf({ place, requirement, file }: Finding, options: Options): string {
  if (place) return `${relative(options.workspace, place.file)}:${place.line}`;
  if (requirement === undefined) return file ?? "";
  if (requirement.file === null) return "packages";
  const path = relative(options.workspace, resolve(options.codeDirectory, requirement.file));
  return `${path}:${requirement.line}`;
}
