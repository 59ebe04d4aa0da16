import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { Options } from "../inputs/options.ts";

/** The files of a model on this machine. */
export interface Model {
  /** Absolute: a directory or a file. */
  readonly path: string;
  /** What it is called in the directory that `AZUREML_MODEL_DIR` names: the client registers a directory with its name. */
  readonly name: string;
}

/** The model that the deployment will have: the input `model-directory`, else the deployment file's `model.path`. */
export function modelOf({ modelDirectory, deployment }: Options): Model | undefined {
  const path = modelDirectory || deployment?.model?.path;
  return path !== undefined && existsSync(path) ? { path, name: basename(path) } : undefined;
}
