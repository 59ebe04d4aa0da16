import { existsSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { Options } from "../../inputs/options.ts";
import { cleanEnvironment } from "../../python/child-environment.ts";
import type { Interpreter } from "../../python/interpreter/interpreter.ts";
import { runProbe } from "../../python/probe.ts";
import { type MlflowModel, readMlflowModel } from "./mlflow-model.ts";

type ModelKind =
  | "pickle"
  | "torch"
  | "skops"
  | "mlflow"
  | "onnx"
  | "xgboost"
  | "lightgbm"
  | "catboost"
  | "keras"
  | "saved-model";

/** What a file of the model says about what it needs. Nothing of it was loaded. */
export interface SavedModel {
  /** Absolute. */
  readonly path: string;
  /** `null` if it has a model's name, but no known content. */
  readonly kind: ModelKind | null;
  /** The modules that loading it imports, each with some of the names that are taken from it. */
  readonly modules: Readonly<Record<string, readonly string[]>>;
  /** The versions that were saved with it, by normalised name of the distribution; may be incomplete, such as `4`. */
  readonly versions: Readonly<Record<string, string>>;
  /** Of a pickle. */
  readonly protocol: number | null;
  /** How many arguments the code objects of a pickle have; `null` without such objects. Python's versions differ in it. */
  readonly codeArguments: number | null;
  /** Of an ONNX model. */
  readonly opset: number | null;
  /** Why it was not read to its end: what is found after that point is not known. The text continues "the file …". */
  readonly problem: { readonly kind: "damaged" | "limit" | "unreadable"; readonly text: string } | null;
  /** Full version of the Python that saved it, where an MLmodel file above it says so. */
  readonly python?: string | undefined;
}

/** The model's files, as far as they could be read. */
export interface SavedModels {
  /** Absolute: the directory or the file of the model. */
  readonly root: string;
  /** Whether the deployment file names it, rather than the input `model-directory`. */
  readonly fromDeployment: boolean;
  readonly exists: boolean;
  readonly files: readonly SavedModel[];
  /** What was not looked at; absent if nothing. */
  readonly omitted: string | null;
}

/** Whether there is a model, and nothing of what it needs is unknown. */
export function isWhollyRead(model: SavedModels | undefined): boolean {
  return model?.exists === true && model.omitted === null && model.files.every(({ problem }) => problem === null);
}

/** For a model of many files, large vocabularies and files made to take long. The documentation of S3 names them. */
const LIMITS = {
  seconds: 60,
  fileSeconds: 20,
  files: 1000,
  entries: 20_000,
  depth: 10,
  values: 1_000_000,
  modules: 5000,
};
/** Milliseconds. */
const PATIENCE = 90_000;

/**
 * Reads what the model needs: that of the input `model-directory`, else the local one of the deployment file.
 * @returns `undefined` if there is none
 */
export async function readSavedModels(
  options: Options,
  python: Interpreter,
  environment: NodeJS.ProcessEnv,
): Promise<SavedModels | undefined> {
  const { modelDirectory, deployment, mountParent, environmentName } = options;
  const root = modelDirectory || deployment?.model?.path;
  if (root === undefined) return undefined;
  const found = { root, fromDeployment: modelDirectory === "", exists: existsSync(root), files: [], omitted: null };
  if (!found.exists) return found;
  const question = { paths: [root], skip: [join(mountParent, environmentName)], limits: LIMITS };
  const run = await runProbe(python.path, "saved_models", question, {
    environment: cleanEnvironment(environment),
    timeout: PATIENCE,
  });
  // A file may be crafted to crash the interpreter.
  if (run.exitCode !== 0) return { ...found, omitted: "all files, because the program that reads them failed" };
  const { files, omitted } = JSON.parse(run.output) as Pick<SavedModels, "files" | "omitted">;
  return { ...found, files: withMlflow(files), omitted };
}

/** Adds the versions of MLmodel files to the files in their directories. */
function withMlflow(files: readonly SavedModel[]): SavedModel[] {
  const models = files.flatMap(({ kind, path }): [string, MlflowModel][] => {
    const model = kind === "mlflow" ? readMlflowModel(path) : undefined;
    return model === undefined ? [] : [[dirname(path) + sep, model]];
  });
  return files.map((file) => {
    const [, model] = models.findLast(([directory]) => file.path.startsWith(directory)) ?? [];
    return model === undefined
      ? file
      : { ...file, versions: { ...model.versions, ...file.versions }, python: model.python };
  });
}
