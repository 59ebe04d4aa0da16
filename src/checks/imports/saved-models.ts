import type { Evidence } from "../../evidence/evidence.ts";
import {
  type LackingNeed,
  lackingNeeds,
  placeOf,
  requirementFor,
  savedVersion,
  sentenceStart,
  unreadableFormats,
} from "../../evidence/models/needs.ts";
import type { SavedModel } from "../../evidence/models/saved-models.ts";
import { newestInstead } from "../../evidence/models/saved-releases.ts";
import { someOf } from "../../findings/at-most.ts";
import type { Check, FindingDetails } from "../../findings/check.ts";
import { contentsOf } from "../../images/contents/image-contents.ts";
import { unknownEnvironment } from "../../images/contents/unknown-environment.ts";
import { groupBy } from "../../util/group-by.ts";

/** Does the container have what the saved model needs? */

export const modelNeedsMissing: Check = {
  id: "S3",
  name: "model-needs-missing",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "the model needs what the container does not have",
  what: "Model files (pickle, joblib, torch, MLflow …) are read, not loaded: at most 20 s a file, 1,000 files. Missing modules are errors (notices for an unknown environment), unreadable and damaged files warnings, limits notices.",
  inContainer:
    "Loading the model raises ModuleNotFoundError, usually in `init`, and the container restarts again and again. The scoring script need not import the module itself.",
  fix: "Add the distribution from the hint, in the version that the model was saved with.",
  waive: "Safe if the scoring script does not load the file. Better keep such files out of the model directory.",
  find: (evidence) => {
    const lacks = lackingNeeds(evidence);
    const missing = missingDistributions(lacks, evidence);
    const named = new Set(missing.map(({ distribution }) => distribution));
    return [
      ...missing,
      ...otherReleases(lacks, evidence),
      ...formats(evidence).filter(({ distribution }) => !named.has(distribution)),
      ...unread(evidence),
    ];
  },
};

function missingDistributions(lacks: readonly LackingNeed[], evidence: Evidence): FindingDetails[] {
  const image = contentsOf(evidence.target, evidence.options.imagePackages);
  const environment = unknownEnvironment(evidence.target, evidence.options);
  const without =
    environment === undefined
      ? `which neither the mount nor ${image.label} has`
      : `which the mount does not have; it is not known whether ${environment} has it`;
  const needs = lacks.flatMap(({ lack, ...need }) =>
    lack.kind === "distribution" ? [{ ...need, distribution: lack.distribution }] : [],
  );
  return [...groupBy(needs, ({ distribution }) => distribution)].map(([distribution, group]) => {
    const models = group.map(({ model }) => model);
    const modules = [...new Set(group.map(({ module }) => shortName(module)))];
    return {
      ...(environment !== undefined && { severity: "notice" as const }),
      place: placeOf(models),
      distribution,
      message: `${sentenceStart(models, ["needs", "need"], evidence)} ${someOf(modules)}, ${without}.`,
      hint: addition(distribution, models, evidence),
    };
  });
}

/** Of a namespace package, the first part says little. */
function shortName(module: string): string {
  const [first = module] = module.split(".");
  return ["azure", "azureml", "google", "opentelemetry", "ruamel"].includes(first) ? module : first;
}

function addition(distribution: string, models: readonly SavedModel[], evidence: Evidence): string {
  const version = savedVersion(models, distribution);
  if (version === undefined)
    return `Add ${distribution} to the requirements, in the version that the model was saved with.`;
  const newest = newestInstead(distribution, version, evidence.savedReleases);
  if (newest === undefined)
    return `Add ${requirementFor(distribution, version)} to the requirements, the version that the model was saved with.`;
  return `The model was saved with ${distribution} ${version}, which has no wheel for Python ${evidence.target.python}: save it again with ${distribution}==${newest} and add that to the requirements, or deploy on an image with another Python.`;
}

/** Every module of theirs is a file, and nothing translates the names of earlier releases. */
const FILES_ONLY = ["numpy", "scikit-learn", "scipy"];

function otherReleases(lacks: readonly LackingNeed[], evidence: Evidence): FindingDetails[] {
  const needs = lacks.flatMap(({ lack, ...need }) => (lack.kind === "other-release" ? [{ ...need, ...lack }] : []));
  return [...groupBy(needs, ({ distribution }) => distribution)].flatMap(([distribution, group]): FindingDetails[] => {
    const [first] = group;
    if (first === undefined) return [];
    const models = group.map(({ model }) => model);
    const modules = someOf([...new Set(group.map(({ module }) => module))]);
    const isNumpy2 = distribution === "numpy" && first.module.startsWith("numpy._core");
    const start = sentenceStart(models, ["needs", "need"], evidence);
    const why = isNumpy2 ? " It was saved with numpy 2." : "";
    return [
      {
        severity: FILES_ONLY.includes(distribution) ? "error" : "warning",
        place: placeOf(models),
        distribution,
        message: `${start} ${modules}, which ${distribution} ${first.version} in ${first.holder} does not have.${why}`,
        hint: isNumpy2 ? forNumpy2(evidence) : forRelease(distribution, first.version, models, evidence),
      },
    ];
  });
}

function forNumpy2({ target }: Evidence): string {
  if (Number(target.python.split(".")[1]) < 9)
    return `Save the model again with numpy<2: numpy 2 does not support Python ${target.python}.`;
  return "Add numpy>=2 to the requirements, or save the model again with numpy<2.";
}

function forRelease(
  distribution: string,
  version: string,
  models: readonly SavedModel[],
  { savedReleases }: Evidence,
): string {
  const saved = savedVersion(models, distribution);
  const again = `ave the model again with ${distribution} ${version}`;
  if (saved === undefined) return `Pin the release of ${distribution} that the model was saved with, or s${again}.`;
  if (newestInstead(distribution, saved, savedReleases) !== undefined) return `S${again}.`;
  return `Pin ${requirementFor(distribution, saved)}, or s${again}.`;
}

const FORMATS: Readonly<Record<string, string>> = {
  torch: "a PyTorch model",
  onnx: "an ONNX model",
  xgboost: "an XGBoost model",
  lightgbm: "a LightGBM model",
  catboost: "a CatBoost model",
  keras: "a Keras model",
  "saved-model": "a TensorFlow SavedModel",
};

/** Not errors: the scoring script must name the library that loads such a file, and S1 reports its import. */
function formats(evidence: Evidence): FindingDetails[] {
  const files = unreadableFormats(evidence);
  return [...groupBy(files, ({ distribution }) => distribution)].map(([distribution, group]) => {
    const models = group.map(({ model }) => model);
    const [first] = models;
    const opset = first?.opset ? ` (opset ${first.opset})` : "";
    const start = sentenceStart(models.slice(0, 1), ["is", "are"], evidence);
    return {
      severity: "warning",
      place: placeOf(models),
      distribution,
      message: `${start} ${FORMATS[first?.kind ?? ""]}${opset}, and nothing in the container can load it.`,
      hint: first?.kind === "onnx" ? forOpset(distribution, first.opset) : addition(distribution, models, evidence),
    };
  });
}

/** An ONNX file does not name the release that wrote it; each release reads the operators up to an opset. */
function forOpset(distribution: string, opset: number | null | undefined): string {
  const release = opset ? `, in a release that supports opset ${opset}` : "";
  return `Add ${distribution} to the requirements${release}.`;
}

/** What was not read never makes the verdict better: it is said. */
function* unread(evidence: Evidence): Iterable<FindingDetails> {
  const { savedModels, options } = evidence;
  if (savedModels === undefined) return;
  const { root, exists, fromDeployment, omitted, files } = savedModels;
  if (!exists) {
    const { file = root } = options.deployment ?? {};
    const place = { file: fromDeployment ? file : root, line: options.deployment?.model?.line ?? 1 };
    const message = `The model ${options.deployment?.model?.text ?? root} does not exist on this machine, so what it needs is not known.`;
    yield { severity: "notice", place, message, hint: "Download it before this step, or correct model.path." };
  }
  for (const model of files) {
    if (model.problem === null) continue;
    const { kind, text } = model.problem;
    yield {
      severity: kind === "damaged" ? "warning" : "notice",
      place: placeOf([model]),
      message: `${sentenceStart([model], [text, text], evidence)}, so what it needs is not known completely.`,
      hint: adviceFor(model, text),
    };
  }
  if (omitted === null) return;
  const message = `Not read were ${omitted}; what they need is not known.`;
  yield { severity: "notice", place: { file: root, line: 1 }, message, hint: TRY };
}

const TRY = "Load the model in a smoke test (input smoke-test) to be sure.";

function adviceFor({ problem }: SavedModel, text: string): string {
  if (text.includes("Git LFS")) return "Check out the repository with `lfs: true`.";
  return problem?.kind === "damaged" ? "Save the model again, or download it again." : TRY;
}
