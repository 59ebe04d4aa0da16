import { whyPythonPath } from "../target/variables.ts";
import type { Check } from "./check.ts";

/** What the image does with the variable. */

export const variableIgnored: Check = {
  id: "V1",
  severity: "warning",
  title: "the image may ignore AZUREML_EXTRA_PYTHON_LIB_PATH",
  explanation:
    "Some images were built without the lines of the run script that read the variable: the container starts, and nothing of the mount is on the path. The output `environment-variables` then also has a relative PYTHONPATH, which Python resolves in the scoring directory; set both. It is a notice where it is not known whether the image reads the variable, and where no image is named, unless every image of that Python in the catalogue is known to read it. Safe to turn off when both are set.",
  *find({ target }) {
    const message = whyPythonPath(target);
    if (message === undefined) return;
    const hint = "Set every variable of the output environment-variables.";
    yield { message, hint, ...(target.honours !== "cut" && { severity: "notice" as const }) };
  },
};
