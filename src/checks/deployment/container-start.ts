import { posix } from "node:path";
import type { RunScriptStart } from "../../evidence/disk/run-script.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import type { Check, FindingDetails } from "../../findings/check.ts";
import { whyPythonPath } from "../../images/deployment-variables.ts";
import { RUN_SCRIPT_EXITS } from "../../images/run-script/run-script.ts";

/** Does the container start with the mount on its path, and does its server answer? */

export const mountNotFound: Check = {
  id: "C1",
  name: "mount-not-on-path",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the run script does not put the mount on the path",
  what: "The image's run script is evaluated for this code directory and these variables. If a scoring script in a subdirectory works from only one of its two possible start directories, the finding is a warning.",
  inContainer:
    "It fails with exit code 97 when the library path leads to no directory, or 100 when the server is not installed, and restarts for ever. Or it starts without the mount on its path.",
  fix: "Correct the library path as the message says. If the finding is a warning, put the scoring script into the root of the code directory.",
  waive: "Never as an error. Safe as a warning once you have seen the deployment work.",
  *find(evidence) {
    if (evidence.options.mode === "preinstalled" && evidence.inventory.files.size === 0) return; // H19 is the cause
    const [local, root] = evidence.runScript;
    const problem = local && problemWith(local, evidence);
    if (problem !== undefined) yield problem;
    else if (root !== undefined) {
      const other = problemWith(root, evidence);
      if (other)
        yield { ...other, severity: "warning", hint: "Put the scoring script into the root of the code directory." };
    }
  },
};

function problemWith(
  { outcome, scoringDirectory, amlAppRoot }: RunScriptStart,
  { location }: Evidence,
): FindingDetails | undefined {
  if ("exitCode" in outcome) {
    const meaning = RUN_SCRIPT_EXITS[outcome.exitCode];
    return { message: `The container fails with exit code ${outcome.exitCode} (${meaning}): ${outcome.reason}.` };
  }
  const mount = posix.normalize(`${scoringDirectory}/${location.libraryPath}`);
  if (outcome.pythonPath.some((path) => posix.normalize(path) === mount)) return undefined;
  const path = outcome.pythonPath.join(", ") || "empty";
  return {
    message: `The container starts from ${amlAppRoot}, but the mount (${mount}) is not on its path (${path}).`,
  };
}

export const variableIgnored: Check = {
  id: "V1",
  name: "library-path-ignored",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "the image may ignore AZUREML_EXTRA_PYTHON_LIB_PATH",
  what: "The image's run script does not read the variable. A notice if that is not known or no image is named, unless every catalogued image of that Python reads it; an error if PYTHONPATH has no effect either.",
  inContainer:
    "The container starts without the mount on its path. A relative PYTHONPATH, which Python resolves in the scoring directory, has the same effect as the variable.",
  fix: "Set every variable of the output `environment-variables`, PYTHONPATH included.",
  waive: "Safe when both variables are set.",
  *find({ target }) {
    if (target.facts?.readsVariables.pythonPath === "no") {
      yield {
        severity: "error",
        message: `The image ${target.facts.name} does not read AZUREML_EXTRA_PYTHON_LIB_PATH, and its server does not find modules by a relative PYTHONPATH either: both were tried in a container.`,
        hint: "Deploy on an image whose entry point is the inference images' own.",
      };
      return;
    }
    const message = whyPythonPath(target);
    if (message === undefined) return;
    const hint = "Set both variables in the deployment; the output environment-variables has them.";
    yield { message, hint, ...(target.readsVariables !== "no" && { severity: "notice" as const }) };
  },
};

export const noAnswer: Check = {
  id: "X1",
  name: "smoke-test-failed",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "the server did not answer the sample request",
  what: "With `smoke-test`, the image's server is started as the run script starts it, and the sample request is sent. Any status but 2xx or the expected one is an error, and so is a response later than the deployment allows.",
  inContainer:
    "The server ends before it is ready (an import or init() failed), is not ready within the probes' time, or answers with an error.",
  fix: "Read the server's log, which is in the log of the run.",
  waive:
    "Safe when the scoring script needs what only Azure has, such as a registered model, a managed identity or a network.",
  *find({ smoke }) {
    if (smoke?.problem === undefined) return;
    const what =
      smoke.request === "" ? "The container did not start" : `The sample request ${smoke.request} was not answered`;
    yield {
      message: `${what}: ${smoke.problem}`,
      hint: "Read the server's log, which is folded in the log of this run: the container would print the same.",
    };
  },
};

export const noAnswerWithoutExecuteBits: Check = {
  id: "X2",
  name: "smoke-test-without-execute-bits",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "the server answers the sample request only if programs have execute bits",
  what: "If the scoring script imports a distribution that contains a program (S8), the smoke test is repeated with a copy of the mount without execute bits. This copy did not answer, and the mount did.",
  inContainer:
    "An upload to Azure keeps no file modes. If the container shows files without execute bits, the deployment fails as the copy did.",
  fix: "Copy the program to a temporary directory in `init` and make the copy executable, or install the distribution into an image of your own.",
  waive: "Safe once you have seen the deployment answer.",
  *find({ smoke }) {
    const problem = smoke?.withoutExecuteBits?.problem;
    if (problem === undefined) return;
    yield {
      message: `The sample request ${smoke?.request} was answered with execute bits, but not without, as an upload to Azure leaves the files: ${problem}`,
      hint: "Follow the hint of S8, which names the program.",
    };
  },
};
