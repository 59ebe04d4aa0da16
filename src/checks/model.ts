import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import type { Answer, Check, Evidence } from "./check.ts";

/** The model is registered by itself. */

export const modelHoldsOthers: Check = {
  id: "H23",
  severity: "warning",
  title: "the model directory holds what is not the model",
  explanation:
    "What is registered as the model is mounted below AZUREML_MODEL_DIR, apart from the scoring directory. A scoring script, a requirements file or a mount in there is not used: the run script looks beside the scoring script only (exit code 97 for a mount, 99 for a requirements file), and each change of them needs a new version of the model. Keep them in the code directory, as Microsoft's document advises. The files of an MLflow model (beside its MLmodel) are left alone: MLflow writes them. Safe to turn off when they are there on purpose, such as a record of the training.",
  *find(evidence) {
    const { modelDirectory } = evidence.options;
    if (modelDirectory === "" || !existsSync(modelDirectory)) return;
    for (const path of entriesBelow(modelDirectory, 0)) {
      const what = whatItIs(path, evidence);
      if (what !== undefined) yield told(path, what, modelDirectory);
    }
  },
};

/** Deeper than that, or beyond so many entries, it is the model's own business. */
const DEEPEST = 4;
const MOST_ENTRIES = 10_000;

function* entriesBelow(directory: string, depth: number): Generator<string> {
  const entries = readdirSync(directory, { withFileTypes: true }).slice(0, MOST_ENTRIES);
  const isMlflow = entries.some(({ name }) => name === "MLmodel");
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (!entry.isDirectory()) {
      if (!isMlflow) yield path;
    } else {
      yield path;
      if (depth < DEEPEST && entry.name !== "site-packages") yield* entriesBelow(path, depth + 1);
    }
  }
}

function whatItIs(path: string, { options, location }: Evidence): string | undefined {
  const { scoringScript, mountParent, environmentName, requirementsFiles } = options;
  const environment = join(mountParent, environmentName);
  if (path === scoringScript) return "the scoring script";
  if (path === environment || path === location.environmentDirectory) return "the mount";
  if (path.startsWith(environment + sep)) return undefined; // told once, by its top
  if (basename(path) === "site-packages") return "a directory of packages";
  if (basename(path) === basename(scoringScript)) return "a file with the scoring script's name";
  const isRequirements = requirementsFiles.includes(path) || /^requirements[^/\\]*\.txt$/i.test(basename(path));
  return isRequirements ? "a requirements file" : undefined;
}

function told(path: string, what: string, modelDirectory: string): Answer {
  const name = relative(modelDirectory, path);
  return {
    place: { file: path, line: 1 },
    message: `The model directory holds ${what}: ${name}.`,
    hint: `Keep it in the code directory, outside ${basename(modelDirectory) || dirname(modelDirectory)}.`,
  };
}
