import { dirname, sep } from "node:path";
import type { Evidence } from "../../evidence/evidence.ts";
import { importable } from "../../evidence/importable/modules.ts";
import { placeOf, requirementFor, sentenceStart } from "../../evidence/models/needs.ts";
import type { SavedModel } from "../../evidence/models/saved-models.ts";
import { newestInstead } from "../../evidence/models/saved-releases.ts";
import { type Check, type FindingDetails, placeOfRequirement } from "../../findings/check.ts";
import { contentsOf } from "../../images/contents/image-contents.ts";
import { importNamesOf } from "../../images/contents/import-names.ts";
import { ownerOf } from "../../mount/inventory/inventory.ts";
import { isAskedFor } from "../../python/packaging/requirements.ts";
import { groupBy } from "../../util/group-by.ts";

/** Does the container have the versions that the model was saved with? */

export const modelSavedByOther: Check = {
  id: "S4",
  name: "model-version-mismatch",
  severity: "warning",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "the model was saved with another version than the container has",
  what: "The versions in pickles and MLmodel files are compared by major and minor number. For formats that later releases read, only older releases count. A pickle that the target's Python cannot read is an error.",
  inContainer:
    "The model may not load, or its predictions differ without a message. scikit-learn only warns, with InconsistentVersionWarning.",
  fix: "Pin the version that the model was saved with, or save the model again with the version in the mount.",
  waive: "Safe for a distribution with which you have compared the predictions. Name it.",
  find: (evidence) => [...otherPythons(evidence), ...otherVersions(evidence)],
};

interface Difference {
  readonly model: SavedModel;
  readonly distribution: string;
  readonly saved: string;
  readonly found: string;
  readonly holder: string;
}

function otherVersions(evidence: Evidence): FindingDetails[] {
  const files = evidence.savedModels?.files ?? [];
  const differences = files.flatMap((model) =>
    Object.entries(model.versions).flatMap(([distribution, saved]): Difference[] => {
      const installed = inContainer(distribution, evidence);
      if (installed === undefined || fits(distribution, saved, installed.found, model)) return [];
      if (isKnownBetter(distribution, saved, model, files)) return [];
      return [{ model, distribution, saved: saved.split("+")[0] ?? saved, ...installed }];
    }),
  );
  return [...groupBy(differences, ({ distribution, saved }) => `${distribution} ${saved}`)].flatMap(
    ([, group]): FindingDetails[] => {
      const [first] = group;
      if (first === undefined) return [];
      const { distribution, saved, found, holder } = first;
      const models = group.map(({ model }) => model);
      const isOneOfSeveral = differences.some((one) => one.distribution === distribution && one.saved !== saved);
      return [
        {
          place: placeOf(models),
          distribution,
          message: `${sentenceStart(models, ["was", "were"], evidence)} saved with ${distribution} ${saved}, but ${holder} has ${found}.`,
          hint: isOneOfSeveral
            ? `The files were saved with different versions of ${distribution}, so no version suits all: save them again with ${distribution} ${found}.`
            : adviceOn(first, evidence),
        },
      ];
    },
  );
}

/** A pickle's own version is what wrote it; the MLmodel beside it may record that of another environment. */
function isKnownBetter(distribution: string, saved: string, model: SavedModel, files: readonly SavedModel[]): boolean {
  const directory = dirname(model.path) + sep;
  return (
    model.kind === "mlflow" &&
    files.some((file) => file.path.startsWith(directory) && (file.versions[distribution] ?? saved) !== saved)
  );
}

function adviceOn({ distribution, saved, found }: Difference, evidence: Evidence): string {
  const again = `ave the model again with ${distribution} ${found}`;
  if (newestInstead(distribution, saved, evidence.savedReleases) !== undefined)
    return `S${again}: ${distribution} ${saved} has no wheel for Python ${evidence.target.python}.`;
  return `${changeTo(requirementFor(distribution, saved), distribution, evidence)}, or s${again}.`;
}

/** Two lines for one distribution would contradict each other. */
function changeTo(line: string, distribution: string, { requirements, options }: Evidence): string {
  const own = requirements.filter(isAskedFor).find(({ name }) => name === distribution);
  if (own === undefined) return `Add ${line} to the requirements`;
  return `Write ${line} instead of ${own.text} in ${placeOfRequirement(own, options)}`;
}

/** The version in the mount, else in the image. A variant such as xgboost-cpu counts as the distribution. */
function inContainer(distribution: string, { inventory, target, options }: Evidence) {
  const named = inventory.distributions.find(({ name }) => name === distribution);
  const module = importable(importNamesOf(distribution)[0] ?? "", inventory, target);
  const owner = named ?? (module && ownerOf(module.path, inventory));
  if (owner !== undefined) return { found: owner.version, holder: "the mount" };
  const image = contentsOf(target, options.imagePackages);
  const found = image.distributions.get(distribution)?.version;
  return found === undefined ? undefined : { found, holder: image.label };
}

/** Later releases read the formats of earlier ones, other than pickles. */
const READ_EARLIER = ["catboost", "lightgbm", "mlflow", "onnx", "tensorflow", "torch", "xgboost", "keras"];
/** A major version has formats of its own. */
const MAJOR_MATTERS = ["keras"];

function fits(distribution: string, saved: string, found: string, { kind }: SavedModel): boolean {
  const [before, now] = [numbersOf(saved), numbersOf(found)];
  const length = Math.min(2, before.length, now.length);
  const difference = [...Array(length).keys()].map((at) => (now[at] ?? 0) - (before[at] ?? 0)).find((one) => one !== 0);
  if (difference === undefined) return true;
  const isStable = kind !== "pickle" && READ_EARLIER.includes(distribution);
  return isStable && difference > 0 && (!MAJOR_MATTERS.includes(distribution) || before[0] === now[0]);
}

function numbersOf(version: string): number[] {
  return (/^\d+(\.\d+)?/.exec(version)?.[0] ?? "").split(".").map(Number);
}

/** By the number of arguments of a code object: the Python versions that create it, as first and last minor. */
const CODE_OBJECTS: Readonly<Record<number, readonly [number, number]>> = {
  15: [0, 7],
  16: [8, 10],
  18: [11, Number.POSITIVE_INFINITY],
};

function otherPythons(evidence: Evidence): FindingDetails[] {
  const { python } = evidence.target;
  const minor = Number(python.split(".")[1]);
  return (evidence.savedModels?.files ?? []).flatMap((model): FindingDetails[] => {
    const { protocol, codeArguments } = model;
    const place = placeOf([model]);
    if (protocol === 5 && minor < 8) {
      const message = `${sentenceStart([model], ["has", "have"], evidence)} pickle protocol 5, which Python ${python} cannot read.`;
      return [{ severity: "error", place, message, hint: "Save the model again with protocol=4." }];
    }
    if (codeArguments === null) return [];
    const range = CODE_OBJECTS[codeArguments];
    const by = model.python ?? (range && namedRange(range));
    const isReadable = range === undefined || (minor >= range[0] && minor <= range[1]);
    const isSame = isReadable && (model.python === undefined || model.python.startsWith(`${python}.`));
    if (isSame || by === undefined) return [];
    const message = `${sentenceStart([model], ["contains", "contain"], evidence)} functions as bytecode of Python ${by}, but the container has Python ${python}.`;
    const hint = `Save the model again with Python ${python}, or import its functions from a module in the scoring directory.`;
    return [{ ...(!isReadable && { severity: "error" as const }), place, message, hint }];
  });
}

function namedRange([first, last]: readonly [number, number]): string {
  if (first === 0) return `3.${last} or earlier`;
  return last === Number.POSITIVE_INFINITY ? `3.${first} or later` : `3.${first} to 3.${last}`;
}
