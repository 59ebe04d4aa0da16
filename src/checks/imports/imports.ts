import type { Evidence } from "../../evidence/evidence.ts";
import type { ImportFailure } from "../../evidence/imports/try-imports.ts";
import { about, type Check, type FindingDetails } from "../../findings/check.ts";
import { contentsOf, type ImageContents, providerInImage } from "../../images/contents/image-contents.ts";
import { adviceForFailure, severityOfFailure } from "./failures/failed-import.ts";
import { isReportedWithLibrary } from "./failures/for-library.ts";

/** Does importing work under the container's rules? */

export const importFails: Check = {
  id: "I11",
  name: "import-fails",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "a requested distribution cannot be imported",
  what: "The target's Python imports each public module of each requested distribution in its own process. Milder if the image has the missing module, or a GPU driver or an optional extra is missing. P4 reports missing libraries.",
  inContainer: "The import fails with the same message, crashes or never ends. The server does not start.",
  fix: "Follow the hint. Directories that the scoring script appends to the path at its top count, except for what the server imports first (I6).",
  waive:
    "Safe for a distribution whose import needs what only the container has, such as a variable. Name that distribution.",
  find: (evidence) => {
    const image = contentsOf(evidence.target, evidence.options.imagePackages);
    const { importFailures = [], startFailure } = evidence.container ?? {};
    return [
      ...(startFailure === undefined ? [] : [noStart(startFailure)]),
      ...importFailures
        .filter((one) => !isReportedWithLibrary(one, severityOfFailure(one, evidence), evidence))
        .map((failure) => findingOf(failure, image, evidence)),
    ];
  },
};

function noStart(why: string): FindingDetails {
  return {
    message: `Python does not start with the mount on its path, so no import was tried: ${why}.`,
    hint: "Remove or rename the module in the mount or beside the scoring script that replaces one of the standard library: see I1 and I3.",
  };
}

function findingOf(failure: ImportFailure, image: ImageContents, evidence: Evidence): FindingDetails {
  const { distribution, module, error, missing } = failure;
  const provider = missing === null ? undefined : providerInImage(missing, image);
  if (missing !== null && provider !== undefined) {
    return about({ name: distribution }, evidence, {
      severity: image.known === "assumed" ? "warning" : "notice",
      message: `import ${module} needs ${missing}, which is not in the mount; ${image.label} has it (${provider}).`,
      hint: `Add ${provider} to the requirements, so that the mount does not depend on the image.`,
    });
  }
  return about({ name: distribution }, evidence, {
    severity: severityOfFailure(failure, evidence),
    message: `import ${module} fails in the container: ${error}${/[.!?]$/.test(error) ? "" : "."}`,
    hint: adviceForFailure(failure, evidence),
  });
}
