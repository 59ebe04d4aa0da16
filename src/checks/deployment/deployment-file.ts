import { relative } from "node:path";
import type { Check, FindingDetails } from "../../findings/check.ts";
import { inDeploymentFile } from "../../findings/in-deployment-file.ts";
import { installVariable, whyPythonPath } from "../../images/deployment-variables.ts";
import type { Target } from "../../images/target.ts";
import { type Deployment, namesOf } from "../../inputs/deployment-file/deployment.ts";
import { slashed } from "../../util/text.ts";

/** Does the deployment file pass the mount to the container that was verified? */

const LIBRARY_PATH = "AZUREML_EXTRA_PYTHON_LIB_PATH";
/** In the order of the run script, which reads the first that is set. */
const ORDER = [
  LIBRARY_PATH,
  "AZUREML_EXTRA_CONDA_YAML_ABS_PATH",
  "AZUREML_EXTRA_CONDA_YAML",
  "AZUREML_EXTRA_REQUIREMENTS_TXT",
];

export const contradictingVariable: Check = {
  id: "D1",
  name: "conflicting-variable",
  severity: "warning",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "the deployment file sets variables that conflict",
  what: "The deployment file sets a variable that disables this run's or is disabled by it, a library path that is not this mount's, or no PYTHONPATH although the image may need it.",
  inContainer:
    "The run script reads only the first of its variables that is set and ignores the others. It is an error if that disables this run's variable. An absolute library path fails with exit code 97.",
  fix: "Remove the variable that has no effect from the file, and from an existing deployment with `--remove`, because an update keeps variables. Run with `--write` to correct the library path.",
  waive: "Safe as a warning when another image uses the same file. Never as an error.",
  *find({ options, location, target }) {
    const { deployment, mode } = options;
    const effective = mode === "dynamic" ? installVariable(options) : LIBRARY_PATH;
    if (mode !== "dynamic") yield* missingPythonPath(deployment, location.libraryPath, target);
    for (const { name, text, line } of deployment?.variables ?? []) {
      if (text === "" && (name !== LIBRARY_PATH || effective !== LIBRARY_PATH)) continue;
      const rank = ORDER.indexOf(name);
      if (rank > ORDER.indexOf(effective))
        yield inDeploymentFile(deployment, line, disabled(name, effective, name, deployment));
      if (rank >= 0 && rank < ORDER.indexOf(effective))
        yield inDeploymentFile(deployment, line, { ...disabled(effective, name, name, deployment), severity: "error" });
      if (name === effective && name === LIBRARY_PATH && text !== location.libraryPath) {
        yield inDeploymentFile(
          deployment,
          line,
          otherLibraryPath(text, location.libraryPath, deployment?.write === true),
        );
      }
    }
  },
};

/** The library path of this mount alone, in a file that is only read, where the image may need PYTHONPATH too. */
function* missingPythonPath(
  deployment: Deployment | undefined,
  path: string,
  target: Target,
): Iterable<FindingDetails> {
  const variable = (name: string) => deployment?.variables.find((one) => one.name === name);
  const [alone, own] = [variable(LIBRARY_PATH), variable("PYTHONPATH")];
  const why = whyPythonPath(target);
  if (why === undefined || deployment?.write || alone?.text !== path || own?.text.split(":").includes(path)) return;
  yield inDeploymentFile(deployment, (own ?? alone).line, {
    message: `${own ? "PYTHONPATH does not contain the library path" : "The deployment file sets the library path without PYTHONPATH"}. ${why}`,
    hint: `Run with --write, or ${own ? `put ${path} first in PYTHONPATH` : `set PYTHONPATH: ${path}`}.`,
  });
}

/** @param superfluous which of the two to remove */
function disabled(
  name: string,
  effective: string,
  superfluous: string,
  deployment: Deployment | undefined,
): FindingDetails {
  const names = namesOf(deployment);
  return {
    message: `${name} has no effect, because the run script uses ${effective} and ignores the others.`,
    hint: `Remove ${superfluous} from the file, and from an existing deployment with \`az ml online-deployment update --name ${names.name} --endpoint-name ${names.endpoint} --remove environment_variables.${superfluous}\`.`,
  };
}

function otherLibraryPath(text: string, libraryPath: string, write: boolean): FindingDetails {
  const absolute = text.startsWith("/")
    ? " The run script appends an absolute path to the scoring directory too, and fails with exit code 97."
    : "";
  return {
    severity: write ? "notice" : "warning",
    message: `${LIBRARY_PATH} is ${text || "empty"}, but the mount is at ${libraryPath}.${absolute}`,
    hint: write
      ? "A run that passes writes the right value."
      : `Run with --write, or set ${LIBRARY_PATH}: ${libraryPath}.`,
  };
}

export const missingFields: Check = {
  id: "D3",
  name: "incomplete-deployment-file",
  severity: "warning",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "the deployment file lacks required fields",
  what: "The schema of online deployments requires fields that the file does not have. Or a field that must be text holds a number, a date or a truth value, as `0042`, `2024-01-02` and `yes` are in YAML 1.1.",
  inContainer: "No container starts, because `az ml online-deployment create --file` rejects the file.",
  fix: "Add the fields, or put the value in quotes.",
  waive: "Safe when the fields are given on the command line, with `--name`, `--endpoint-name` or `--set`.",
  *find({ options: { deployment } }) {
    for (const { name, text, line } of deployment?.notText ?? []) {
      const message = `${name} is ${text}, which is not text in YAML, so the client rejects the file.`;
      yield inDeploymentFile(deployment, line, { message, hint: `Put the value of ${name} in quotes: "${text}".` });
    }
    if (deployment === undefined || deployment.missing.length === 0) return;
    const which = `a ${deployment.kind} online deployment requires ${deployment.missing.join(", ")}`;
    yield inDeploymentFile(deployment, 1, { message: `The deployment file is incomplete: ${which}.` });
  },
};

export const otherCode: Check = {
  id: "D4",
  name: "different-code",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "the deployment uploads other code than was verified",
  what: "The deployment file names another code directory or scoring script than the inputs. It is a warning if the code is registered in the workspace, because no build changes that.",
  inContainer:
    "The uploaded code has no mount, or has it where the library path does not lead. The container fails with exit code 97.",
  fix: "Leave `code-directory` and `scoring-script` empty, so that both come from the deployment file.",
  waive: "Safe when the file is changed before it is deployed.",
  *find({ options }) {
    const { deployment, codeDirectory, scoringScript } = options;
    const { code, scoringScript: script } = deployment ?? {};
    if (code !== undefined && code.directory === undefined) {
      yield inDeploymentFile(deployment, code.line, {
        severity: "warning",
        message: `The deployment uses the registered code ${code.text}, which a build does not change.`,
        hint: "Register the code directory again after the build, and name its new version.",
      });
    }
    if (code?.directory !== undefined && code.directory !== codeDirectory) {
      yield inDeploymentFile(deployment, code.line, {
        message: `The deployment uploads ${code.text}, but the packages are for ${relative(options.workspace, codeDirectory) || "."}.`,
        hint: "Leave the input code-directory empty, so that it comes from the deployment file.",
      });
    } else if (
      script !== undefined &&
      script.text.replace(/^\.\//, "") !== slashed(relative(codeDirectory, scoringScript))
    ) {
      yield inDeploymentFile(deployment, script.line, {
        message: `The deployment runs ${script.text}, but the packages are for ${slashed(relative(codeDirectory, scoringScript))}.`,
        hint: "Leave the input scoring-script empty, so that it comes from the deployment file.",
      });
    }
  },
};
