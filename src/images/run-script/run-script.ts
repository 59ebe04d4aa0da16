/**
 * `/var/runit/gunicorn/run`, the script that starts the server in an inference image, as a pure function. Source: the
 * public copy in Azure/azureml-assets, mlflow-model-inference/context/runit/gunicorn/run.
 */

import { appRootOf, type ContainerPaths, entryScriptOf, scoringDirectoryOf } from "./container-paths.ts";
import { explainMissingDirectory } from "./missing-directory.ts";
import { type FileKind, kindOfPath } from "./path-kind.ts";

/** What the exit codes of the run script mean; after any of them the container stops and is started again. */
export const RUN_SCRIPT_EXITS = {
  94: "debugpy could not be injected",
  95: "pip or conda failed to install",
  96: "the server is not installed in the environment that the conda file would extend",
  97: "the directory of preinstalled packages was not found",
  98: "the conda file was not found",
  99: "the requirements file was not found",
  100: "azureml-inference-server-http is not installed",
} as const;
export type RunScriptExit = keyof typeof RUN_SCRIPT_EXITS;

export interface ContainerStart extends ContainerPaths {
  /**
   * What exists at an absolute path of the container, links followed; `undefined` for nothing. It is called with paths
   * without `.`, `..` and trailing slashes.
   */
  readonly exists: (path: string) => FileKind | undefined;
  /** Whether pip or conda can install what the run script asks it for. Default: yes. */
  readonly installs?: boolean | undefined;
  /** Whether `pip show` finds the server. Default: yes. */
  readonly serverInstalled?: boolean | undefined;
}

type Extras = "library-path" | "conda" | "requirements" | "disabled";

export type RunScriptOutcome =
  | { readonly exitCode: RunScriptExit; readonly reason: string }
  | {
      /** The entries that `PYTHONPATH` puts on the server's path, absolute. */
      readonly pythonPath: readonly string[];
      /** Which of the variables had effect. */
      readonly extras: Extras;
      readonly warnings: readonly string[];
    };

const LIBRARY_PATH = "AZUREML_EXTRA_PYTHON_LIB_PATH";
const REQUIREMENTS = "AZUREML_EXTRA_REQUIREMENTS_TXT";
const CONDA = "AZUREML_EXTRA_CONDA_YAML";
const CONDA_ABSOLUTE = "AZUREML_EXTRA_CONDA_YAML_ABS_PATH";

/** What happens when a container starts: an exit that leads to a crash loop, or the server's path. */
export function runScript(start: ContainerStart): RunScriptOutcome {
  const outcome = extraPackages(start);
  if ("exitCode" in outcome) return outcome;
  if (start.serverInstalled === false) return exit(100, "`pip show azureml-inference-server-http` finds nothing");
  return outcome;
}

function extraPackages(start: ContainerStart): RunScriptOutcome {
  const set = variablesSet(start);
  if (start.image?.readsVariables === "no") return ignored(start, set);
  switch (set[0]) {
    case LIBRARY_PATH:
      return libraryPath(start, set);
    case CONDA_ABSOLUTE:
    case CONDA:
      return condaFile(start, set);
    case REQUIREMENTS:
      return requirementsFile(start);
    default:
      return server(start, "disabled");
  }
}

/** The variables that are not empty, in the order in which the script reads them; only the first has an effect. */
function variablesSet({ environment, image }: ContainerStart): readonly string[] {
  const order = [LIBRARY_PATH, CONDA_ABSOLUTE, CONDA, REQUIREMENTS];
  return order.filter((name) => environment[name] || (name === CONDA_ABSOLUTE && image?.readsModelCondaFile));
}

function ignored(start: ContainerStart, set: readonly string[]): RunScriptOutcome {
  const because = `the run script of ${start.image?.name} does not read it`;
  const warnings = set.map((variable) => `${variable} is ignored: ${because}`);
  return server(start, "disabled", warnings);
}

function libraryPath(start: ContainerStart, set: readonly string[]): RunScriptOutcome {
  const value = start.environment[LIBRARY_PATH] ?? "";
  const scoringDirectory = scoringDirectoryOf(start);
  const full = `${scoringDirectory}/${value}`;
  if (kindOfPath(full, start.exists) !== "directory") {
    const places = { scoringDirectory, amlAppRoot: appRootOf(start), entryScript: entryScriptOf(start) };
    return exit(97, explainMissingDirectory({ value, exists: start.exists, ...places }));
  }
  return server(start, "library-path", overruled(set), [full]);
}

function condaFile(start: ContainerStart, set: readonly string[]): RunScriptOutcome {
  const { environment, exists, installs = true, serverInstalled = true } = start;
  if ((environment.DYNAMIC_DEP_INSTALLATION || "true") !== "true") return server(start, "disabled", overruled(set));
  const file = condaFilePath(start);
  if (kindOfPath(file, exists) !== "file") return exit(98, `there is no conda file ${file}`);
  if (!serverInstalled) return exit(96, "azureml-inference-server-http is not installed");
  if (!installs) return exit(95, `conda could not create an environment from ${file}`);
  const replaced = "the server runs in a new conda environment, without the packages of the image";
  return server(start, "conda", [replaced, ...overruled(set)]);
}

function condaFilePath(start: ContainerStart): string {
  const { environment, image } = start;
  // Set by that image's own script, whatever the deployment says.
  if (image?.readsModelCondaFile) {
    return `${environment.AZUREML_MODEL_DIR ?? ""}/${environment.MLFLOW_MODEL_FOLDER || "mlflow_model_folder"}/conda.yaml`;
  }
  return environment[CONDA_ABSOLUTE] || `${scoringDirectoryOf(start)}/${environment[CONDA]}`;
}

function requirementsFile(start: ContainerStart): RunScriptOutcome {
  const file = `${scoringDirectoryOf(start)}/${start.environment[REQUIREMENTS]}`;
  if (kindOfPath(file, start.exists) !== "file") {
    return exit(99, `there is no requirements file ${file}: the path is relative to the scoring directory`);
  }
  if (start.installs === false) return exit(95, `pip could not install ${file}`);
  return server(start, "requirements");
}

function overruled([first, ...rest]: readonly string[]): string[] {
  return rest.map((name) => `${name} has no effect because ${first} is set`);
}

function server(
  start: ContainerStart,
  extras: Extras,
  warnings: readonly string[] = [],
  added: readonly string[] = [],
): RunScriptOutcome {
  const root = appRootOf(start);
  const given = start.environment.PYTHONPATH ?? "";
  // The script always writes the colon, and CPython reads an empty entry as the working directory, which is the root.
  const value = added.length > 0 ? `${added[0]}:${given}` : given;
  const entries = value === "" ? [] : value.split(":");
  const pythonPath = entries.map((entry) => (entry.startsWith("/") ? entry : entry === "" ? root : `${root}/${entry}`));
  const certain = extras === "disabled" || (start.image?.readsVariables ?? "unknown") !== "unknown";
  if (certain) return { pythonPath, extras, warnings };
  const which = start.image?.name ?? "an image that is not in the catalogue";
  return { pythonPath, extras, warnings: [...warnings, `it is not known whether ${which} reads the variables`] };
}

function exit(exitCode: RunScriptExit, reason: string): RunScriptOutcome {
  return { exitCode, reason };
}
