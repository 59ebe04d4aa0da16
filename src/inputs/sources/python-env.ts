import { dirname, join } from "node:path";
import { UserError } from "../../util/errors.ts";
import { isRecord, lineAt, parseYaml, textAt, valueAt, type YamlFile } from "../deployment-file/yaml-file.ts";
import { isFile } from "../paths.ts";
import { pythonWish } from "./python-range.ts";
import { PLAIN, type PythonWish, type RequirementSource, type SourceLine } from "./source.ts";

/**
 * MLflow's `python_env.yaml`: a version of Python and lines for pip. Its build dependencies are pip itself and the like.
 * @throws UserError with file and line
 */
export function readPythonEnv(file: string, text: string): RequirementSource {
  const yaml = parseYaml(file, text);
  const given = valueAt(yaml, ["dependencies"]) ?? [];
  if (!Array.isArray(given)) {
    throw new UserError("dependencies is not a list.", {
      file,
      line: lineAt(yaml, ["dependencies"]),
      hint: "Write each package on a line of its own that starts with -.",
    });
  }
  const lines = given.map((one, index): SourceLine => {
    const line = lineAt(yaml, ["dependencies", String(index)]) ?? 1;
    if (typeof one === "string") return { text: one, line };
    throw new UserError("An entry of dependencies is not text.", { file, line, hint: "Write it as numpy==1.26.4." });
  });
  return { ...PLAIN, kind: "python_env", file, lines, python: pythonOf(yaml, "python") };
}

function pythonOf(yaml: YamlFile, ...path: string[]): PythonWish | undefined {
  const found = textAt(yaml, ...path);
  if (found === undefined) return undefined;
  const text = exact(yaml, path, found.text);
  const wish = pythonWish(`=${text}`, found.line);
  return wish && { ...wish, text, file: yaml.file };
}

/** `python: 3.10` is the number 3.1 in YAML; what is written counts. */
function exact(yaml: YamlFile, path: readonly string[], text: string): string {
  const node = yaml.document.getIn(path, true) as { source?: string } | undefined;
  return node?.source ?? text;
}

/** The file of an MLflow model that says what pip installs, the most exact first. */
const FILES = ["requirements.txt", "conda.yaml", "conda.yml", "python_env.yaml"];

/** An MLflow model: the file to read in place of its `MLmodel`, and the Python that it was saved with. */
export interface MlflowModel {
  readonly file: string;
  readonly python: PythonWish | undefined;
}

/**
 * @param file its `MLmodel`
 * @throws UserError if the model says nothing about packages
 */
export function readMlflowModel(file: string, text: string): MlflowModel {
  const yaml = parseYaml(file, text);
  if (!isRecord(valueAt(yaml, ["flavors"]))) {
    throw new UserError("flavors is not a mapping, so this is no MLmodel.", { file, line: lineAt(yaml, ["flavors"]) });
  }
  const name = FILES.find((one) => isFile(join(dirname(file), one)));
  if (name === undefined) {
    throw new UserError("This MLflow model has no requirements.txt and no conda.yaml beside its MLmodel.", {
      file,
      line: 1,
      hint: "Save it with pip_requirements=[…], or name a requirements file of your own.",
    });
  }
  const python = pythonOf(yaml, "flavors", "python_function", "python_version");
  return { file: join(dirname(file), name), python };
}
