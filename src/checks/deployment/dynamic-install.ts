import type { Check } from "../../findings/check.ts";
import { doubt, howItReads, installVariable, isCondaStart } from "../../images/deployment-variables.ts";
import { humanSeconds } from "../../util/text.ts";

/** Does a container that installs its packages at every start become ready? */

/** Milliseconds that a managed online deployment waits by default: 10 s at first, then 30 probes 10 s apart. */
export const PROBE_BUDGET = 310_000;
/** Runners have more bandwidth and processors than the smallest instance types. */
const MARGIN = 0.5;

export const serverBroken: Check = {
  id: "B1",
  name: "server-broken",
  severity: "error",
  modes: ["dynamic"],
  title: "the server cannot be imported after the installation",
  what: "The image installs the requirements over its own packages, without constraints. The check imports the inference server afterwards, and finds a package that the server needs in a version that does not fit.",
  inContainer: "The container starts, the server ends at once, and the container is started again and again.",
  fix: "Pin the package to a version that the server accepts, or remove it from the requirements so that the image's version stays.",
  waive: "Never.",
  *find({ dynamicInstall }) {
    if (dynamicInstall?.serverFailure === undefined) return;
    yield {
      message: `azureml-inference-server-http ${dynamicInstall.server} can no longer be imported: ${dynamicInstall.serverFailure}.`,
      hint: "Pin the package that the message names to a version that the server accepts, or remove it from the requirements.",
    };
  },
};

export const slowStart: Check = {
  id: "B2",
  name: "slow-start",
  severity: "warning",
  modes: ["dynamic"],
  title: "the installation takes too much of the time allowed for a start",
  what: "The time that the installation took here is compared with the 310 seconds that the default probes allow for a start. More than half is a warning, all of it an error.",
  inContainer:
    "Every start, restart and scale-out waits for the installation, longer on small instance types. A container that is not ready in time is restarted and installs again.",
  fix: "Promote to preinstalled packages, or raise the deployment's probe settings.",
  waive: "Safe when the deployment's probes allow more time.",
  *find({ dynamicInstall }) {
    if (dynamicInstall === undefined || dynamicInstall.duration < PROBE_BUDGET * MARGIN) return;
    const severity = dynamicInstall.duration >= PROBE_BUDGET ? "error" : "warning";
    yield {
      severity,
      message: `The installation took ${humanSeconds(dynamicInstall.duration)} here, and a whole start may take ${humanSeconds(PROBE_BUDGET)}.`,
      hint: "Promote to preinstalled packages, or allow more time in liveness_probe and readiness_probe of the deployment.",
    };
  },
};

export const imageReplaced: Check = {
  id: "B3",
  name: "image-package-replaced",
  severity: "notice",
  modes: ["dynamic"],
  title: "the installation replaces packages of the image",
  what: "`pip` upgraded or downgraded a package that the image already had. The server could still be imported.",
  inContainer:
    "The scoring script and the server both use the new version. What the image holds changes whenever it is rebuilt, and so may the outcome.",
  fix: "Pin the packages whose version matters.",
  waive: "Safe.",
  *find({ dynamicInstall }) {
    for (const { name, before, after } of dynamicInstall?.replaced ?? []) {
      yield { distribution: name, message: `${name} ${before} of the image is replaced by ${after}.` };
    }
  },
};

export const variableUnread: Check = {
  id: "B4",
  name: "requirements-variable-ignored",
  severity: "error",
  modes: ["dynamic"],
  title: "the image does not read the variable that names the file to install from",
  what: "The run script of the image does not read the variable, or it always installs from the model's conda file instead. Where that is only possible but not known, the finding is a notice.",
  inContainer: "The container starts without installing anything and without a message. The first import fails.",
  fix: "Use preinstalled packages, which such an image finds through PYTHONPATH, or deploy on another image.",
  waive: "Never.",
  *find({ dynamicInstall, target, options }) {
    if (dynamicInstall === undefined) return;
    const { image } = target;
    const variable = installVariable(options);
    const readsVariables = howItReads(variable, target);
    const replaced = image?.readsModelCondaFile && readsVariables !== "no";
    const why = replaced
      ? `${image.name} installs from the model's conda file and never looks at ${variable}`
      : doubt(variable, target);
    if (why === undefined) return;
    const hint = image ? "Use mode preinstalled, or another image." : "Name the image with the input image.";
    const isCertain = replaced || readsVariables === "no";
    yield { message: `${why}.`, hint, ...(!isCertain && { severity: "notice" as const }) };
  },
};

export const condaAtStart: Check = {
  id: "B5",
  name: "conda-at-start",
  severity: "warning",
  modes: ["dynamic"],
  title: "the image creates a conda environment at every start",
  what: "The packages are named in a conda file. The packages were installed here with pip, under their names on PyPI; conda itself was not run.",
  inContainer:
    "conda downloads Python and all packages from its channels at every start, restart and scale-out, into a new environment without the packages of the image. pip then adds the version of the server that the image has.",
  fix: "Use preinstalled packages: the same conda file is installed once, when the mount is built.",
  waive: "Safe for a prototype whose start was seen to succeed within the time that the probes allow.",
  *find({ dynamicInstall, options }) {
    const [source] = options.sources;
    if (dynamicInstall === undefined || source === undefined || !isCondaStart(options)) return;
    const took = humanSeconds(dynamicInstall.duration);
    yield {
      place: { file: source.file, line: 1 },
      message: `At every start, conda solves and downloads Python and all packages of this file. pip alone took ${took} for them here, and a whole start may take ${humanSeconds(PROBE_BUDGET)}.`,
      hint: "Set the input mode to preinstalled: it takes the same file.",
    };
  },
};
