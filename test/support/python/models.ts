// Saved models: pickles that Python itself writes, of classes of modules that are made up; and what reads them.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import { readSavedModels, type SavedModels } from "../../../src/evidence/models/saved-models.ts";
import { probe } from "../../../src/python/questions.ts";
import { ask, evidenceOf, interpreter, withContext } from "../scenario/evidence.ts";
import { findAnyPython } from "./interpreters.ts";

const program = fileURLToPath(new URL("./models.py", import.meta.url));

/** @param expression Python: `dump(of("sklearn.tree.DecisionTreeClassifier", _sklearn_version="1.3.2"))` */
export function pickled(expression: string, python: string = findAnyPython()): Buffer {
  return execFileSync(python, [program], { input: expression, maxBuffer: 2 ** 28 });
}

/** Limits that tests need not reach unless they lower them. */
const LIMITS = {
  seconds: 60,
  fileSeconds: 20,
  files: 1000,
  entries: 20_000,
  depth: 10,
  values: 1_000_000,
  modules: 5000,
};

/** Asks the probe itself. */
export async function readModels(
  paths: readonly string[],
  limits: Partial<typeof LIMITS> = {},
  python: string = findAnyPython(),
): Promise<Pick<SavedModels, "files" | "omitted">> {
  const question = { paths, skip: [], limits: { ...LIMITS, ...limits } };
  return await probe(python, "saved_models", question, { environment: process.env });
}

/** The same evidence after Python read the scoring script and the model. */
export async function withModels(evidence: Evidence): Promise<Evidence> {
  const known = await withContext(evidence);
  const python = await interpreter(evidence.target.python);
  return { ...known, savedModels: await readSavedModels(evidence.options, python, process.env) };
}

export const inModel = { "model-directory": "model" };

/** What a check says of a scenario whose model is in `model`. */
export async function said(
  t: Parameters<typeof evidenceOf>[0],
  check: string,
  scenario: Parameters<typeof evidenceOf>[1],
) {
  const evidence = await withModels(evidenceOf(t, { options: inModel, ...scenario }));
  return ask(check, evidence).map(({ severity, place, distribution, hint, message }) => {
    const file = place?.file.split(/[/\\]/).at(-1);
    return { severity, file, distribution, hint, message };
  });
}

/** An expression: a decision tree that this version of scikit-learn saved. */
export const tree = (version: string) =>
  `dump(of("sklearn.tree._classes.DecisionTreeClassifier", _sklearn_version="${version}"))`;

/** A release of scikit-learn that has it. */
export const sklearn = {
  name: "scikit-learn",
  version: "1.3.0",
  files: {
    "sklearn/__init__.py": "",
    "sklearn/tree/__init__.py": "",
    "sklearn/tree/_classes.py": "",
  },
};
