import { doubt } from "../target/variables.ts";
import { humanSeconds } from "../text.ts";
import type { Check } from "./check.ts";

/** Would a container that installs its packages at every start come up? */

/**
 * What became of installing once as the image would at every start, into an environment that plays it and already
 * holds its server.
 */
export interface Rehearsal {
  /** Milliseconds that pip took, nothing cached. */
  readonly duration: number;
  /** Packages of the image that pip exchanged. */
  readonly replaced: readonly Replacement[];
  /** Why importing the server fails afterwards; `undefined` when it does not. */
  readonly serverFailure: string | undefined;
  /** Version of azureml-inference-server-http. */
  readonly server: string;
}

export interface Replacement {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** Milliseconds that a managed online deployment waits by default: 10 s at first, then 30 probes 10 s apart. */
export const PROBE_BUDGET = 310_000;
/** Runners have more bandwidth and processors than the smallest instance types. */
const MARGIN = 0.5;

export const serverBroken: Check = {
  id: "B1",
  severity: "error",
  title: "the server does not start after the installation",
  explanation:
    "At every start the image installs the requirements over its own packages, unasked and without constraints. Afterwards the inference server itself could not be imported: a package that it needs was exchanged for a version that does not fit. The container starts, the server ends, and the container is started again. Pin that package to a version that the server takes. Never safe to turn off.",
  *find({ rehearsal }) {
    if (rehearsal?.serverFailure === undefined) return;
    yield {
      message: `azureml-inference-server-http ${rehearsal.server} cannot be imported any more: ${rehearsal.serverFailure}.`,
      hint: "Pin the package that it names to a version that the server takes, or leave it to the image.",
    };
  },
};

export const slowStart: Check = {
  id: "B2",
  severity: "warning",
  title: "installing takes long against the time that a start may take",
  explanation:
    "Every start, restart and scale-out waits for the installation, and by default a container that is not ready after about 310 seconds is started again, which installs again. The installation took more than half of that here (all of it is an error); small instance types are slower. Promote to preinstalled packages, or raise the deployment's probe settings. Safe to turn off when the probes are set wider.",
  *find({ rehearsal }) {
    if (rehearsal === undefined || rehearsal.duration < PROBE_BUDGET * MARGIN) return;
    const severity = rehearsal.duration >= PROBE_BUDGET ? "error" : "warning";
    yield {
      severity,
      message: `Installing took ${humanSeconds(rehearsal.duration)} here; a start may take ${humanSeconds(PROBE_BUDGET)}.`,
      hint: "Promote to preinstalled packages, or widen liveness_probe and readiness_probe in the deployment.",
    };
  },
};

export const imageReplaced: Check = {
  id: "B3",
  severity: "notice",
  title: "the installation exchanges packages of the image",
  explanation:
    "pip in the container upgrades or downgrades what the image brought, for the scoring script and the server alike. Here the server could still be imported. What the image holds changes with its every rebuild, so pin what matters. Safe to turn off.",
  *find({ rehearsal }) {
    for (const { name, before, after } of rehearsal?.replaced ?? []) {
      yield { distribution: name, message: `${name} ${before} of the image is exchanged for ${after}.` };
    }
  },
};

export const variableUnread: Check = {
  id: "B4",
  severity: "error",
  title: "the image does not read AZUREML_EXTRA_REQUIREMENTS_TXT",
  explanation:
    "The lines of the run script that read the variable were cut out of this image, or are never reached because the image always names a conda file of the model's. The container starts without installing anything, says nothing, and the first import fails. Use preinstalled packages, which such an image takes by PYTHONPATH, or another image. It is a notice where it is not known whether the image reads the variable, and where no image is named, unless every image of that Python in the catalogue is known to read it. Never safe to turn off.",
  *find({ rehearsal, target }) {
    if (rehearsal === undefined) return;
    const { image, honours } = target;
    const replaced = image?.readsModelCondaFile && honours !== "cut";
    const why = replaced
      ? `${image.name} installs from the model's conda file and never looks at AZUREML_EXTRA_REQUIREMENTS_TXT`
      : doubt("AZUREML_EXTRA_REQUIREMENTS_TXT", target);
    if (why === undefined) return;
    const hint = image ? "Use mode preinstalled, or another image." : "Name the image in the input image.";
    const isCertain = replaced || honours === "cut";
    yield { message: `${why}.`, hint, ...(!isCertain && { severity: "notice" as const }) };
  },
};
