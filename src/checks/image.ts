import { mayIgnoreThem } from "../target/variables.ts";
import type { Check } from "./check.ts";

/** What the image does with the variable. */

export const variableIgnored: Check = {
  id: "V1",
  severity: "warning",
  title: "the image may ignore AZUREML_EXTRA_PYTHON_LIB_PATH",
  explanation:
    "Some images were built with the lines of the run script that read the variable cut out: the container starts, and nothing of the mount is on the path. The output `environment-variables` then carries a relative PYTHONPATH beside the documented variable, which Python resolves in the scoring directory; set both. It is a notice where nobody has seen the run script, and where no image is named although the catalogue has such an image of that Python. Safe to turn off when both are set.",
  *find({ target }) {
    if (!mayIgnoreThem(target)) return;
    const name = target.image?.name;
    const hint = "Set every variable of the output environment-variables: PYTHONPATH does the same there.";
    if (target.honours === "cut")
      yield { message: `The run script of ${name} ignores AZUREML_EXTRA_PYTHON_LIB_PATH.`, hint };
    else
      yield {
        severity: "notice",
        message: name
          ? `Nobody has seen whether ${name} reads AZUREML_EXTRA_PYTHON_LIB_PATH.`
          : `Some images of Python ${target.python} ignore AZUREML_EXTRA_PYTHON_LIB_PATH, and the input image names none.`,
        hint,
      };
  },
};
