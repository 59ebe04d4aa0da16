import type { Check, FindingDetails } from "../../findings/check.ts";
import { inDeploymentFile } from "../../findings/in-deployment-file.ts";
import { compareNumbers } from "../../images/abi/symbol-versions.ts";
import { findImage, isBaseImage } from "../../images/catalogue/find-image.ts";
import type { Image } from "../../images/catalogue/image.ts";
import { mayIgnoreThem } from "../../images/deployment-variables.ts";
import { imageAlone, inferenceReference, isForGpu, suitableImages } from "../../images/image-to-verify.ts";
import type { Target } from "../../images/target.ts";
import type { Deployment } from "../../inputs/deployment-file/deployment.ts";
import type { Located } from "../../inputs/deployment-file/yaml-file.ts";
import type { Options } from "../../inputs/options.ts";

/** Does the deployment file name the image that was verified? */

export const rebuiltImage: Check = {
  id: "D2",
  name: "conda-file-builds-image",
  severity: "warning",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "a conda file makes Azure ML build another image",
  what: "The deployment file has a `conda_file` beside `environment.image`. It is an error if `replace-conda-file` is set and no inference image has the Python.",
  inContainer:
    "Azure ML builds a new image from both. The server runs in a new conda environment without the image's packages, so the result of this run does not apply to it.",
  fix: "Name the inference image alone. With `replace-conda-file`, the deployment file is changed so after a run that passes.",
  waive: "Safe when the conda environment has the same Python and contains the inference server.",
  *find({ options, target }) {
    const { deployment } = options;
    const condaFile = deployment?.environment.condaFile;
    if (condaFile === undefined) return;
    const lost = lostGpu(options, target);
    if (imageAlone(options, target) !== undefined) {
      if (lost !== undefined) yield inDeploymentFile(deployment, condaFile.line, lost);
      return;
    }
    const image = deployment?.environment.reference.text || "the image";
    const conda = condaFile.text === "" ? "The conda environment in the file" : `The conda file ${condaFile.text}`;
    yield inDeploymentFile(deployment, condaFile.line, {
      ...(options.replaceCondaFile && { severity: "error" }),
      message: `${conda} makes Azure ML build another image than ${image}, so the mount has no effect.`,
      hint: `${insteadOf(options, target)}${lost === undefined ? "" : ` ${lost.message} ${lost.hint}`}`,
    });
  },
};

/** The image that can replace the conda file has no CUDA, although the deployment is for a GPU. */
function lostGpu({ deployment }: Options, { image }: Target) {
  if (image === undefined || inferenceReference(image) === undefined || image.accelerator !== "cpu") return undefined;
  if (!isForGpu(deployment)) return undefined;
  const withGpu = suitableImages(() => true).filter(({ accelerator, status }) => {
    return accelerator !== "cpu" && status.state !== "removed";
  });
  const minors = [...new Set(withGpu.map(({ python }) => python))].sort(compareMinors);
  return {
    message: `${image.name} has no CUDA, but the deployment is for a GPU.`,
    hint: `If the model needs the GPU, use an image with CUDA: those have Python ${minors.join(" or ")}.`,
  };
}

function compareMinors(one: string, other: string): number {
  return Number(one.split(".")[1]) - Number(other.split(".")[1]);
}

/** What to write in place of the conda file and its image. */
function insteadOf({ replaceCondaFile }: Options, { image, python }: Target): string {
  const reference = image && inferenceReference(image);
  if (reference !== undefined) {
    const how = replaceCondaFile ? "" : " The input replace-conda-file does that.";
    return `Write the image that the packages were verified for in place of image and conda_file: environment: {image: "${reference}"}.${how}`;
  }
  return `Name an inference image alone. ${noneHas(python, "change python in the conda file to")}`;
}

export const unknownImage: Check = {
  id: "D5",
  name: "different-image",
  severity: "notice",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "the deployment's image is not the one that was verified",
  what: "The file names another image than was verified (a warning, or an error if its Python, glibc or run script does not suit), or one that cannot be identified here (a notice; a warning if its Python was assumed).",
  inContainer:
    "With another Python, an older glibc or a run script that ignores the variables, compiled modules are not found or cannot be loaded, or the mount is not on the path.",
  fix: "Name the deployed image in the input `image`, or leave `image` empty so that it comes from the file.",
  waive: "Safe when both images have the same Python and glibc. Never as an error.",
  *find({ options, target }) {
    const { deployment, image: given, mode } = options;
    if (deployment === undefined || deployment.environment.condaFile !== undefined) return; // D2 tells about that image
    const { kind, reference: image } = deployment.environment;
    if (isWithoutServer(options, target)) return; // D6 tells about it
    const known = findImage(image.text);
    const verified = target.image?.name;
    if (known !== undefined && verified !== undefined && known.name !== verified) {
      yield inDeploymentFile(deployment, image.line, {
        severity: suits(known, target, mode) ? "warning" : "error",
        message: `The deployment runs ${image.text}, but the packages were verified for ${verified}.`,
        hint: "Leave the input image empty, so that it comes from the deployment file, or correct one of the two.",
      });
    } else if (known === undefined && given === "" && kind !== "none" && target.facts === undefined) {
      const isAssumed = options.pythonVersion === "" && options.sources.every(({ python }) => python === undefined);
      const assumed = isAssumed && pythonInName(image.text) !== target.python ? target.python : undefined;
      yield inDeploymentFile(deployment, image.line, unseen(kind, image, assumed));
    }
  },
};

export const baseImage: Check = {
  id: "D6",
  name: "image-without-server",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "the deployment's image has no inference server",
  what: "The deployment file names one of Azure ML's base images for training, without a conda file.",
  inContainer:
    "Nothing answers: the image contains no inference server, and nothing in it reads the library path or the requirements.",
  fix: "Name an inference image of the packages' Python.",
  waive: "Safe when an image of that name in your registry has the server.",
  *find({ options, target }) {
    const { deployment } = options;
    if (deployment === undefined || !isWithoutServer(options, target)) return;
    const { reference } = deployment.environment;
    yield inDeploymentFile(deployment, reference.line, {
      message: `${reference.text} is a base image for training: it has no inference server, and it reads neither AZUREML_EXTRA_PYTHON_LIB_PATH nor AZUREML_EXTRA_REQUIREMENTS_TXT.`,
      hint: inferenceImageFor(target.python),
    });
  },
};

function isWithoutServer({ deployment }: Options, { facts }: Target): boolean {
  if (deployment === undefined || deployment.environment.condaFile !== undefined || facts?.server) return false;
  return isBaseImage(deployment.environment.reference.text);
}

function inferenceImageFor(minor: string): string {
  const [image] = suitableImages((python) => python === minor);
  if (image === undefined) return `Name an inference image. ${noneHas(minor, "use")}`;
  return `Name an inference image: environment: {image: "${inferenceReference(image)}"}.`;
}

function noneHas(minor: string, instead: string): string {
  const others = [...new Set(suitableImages(() => true).map(({ python }) => python))].slice(0, 3);
  return `None has Python ${minor}: ${instead} ${others.sort(compareMinors).join(" or ")}, for example.`;
}

/** Whether packages verified for the target are found and can be loaded in the image, as far as that is known. */
function suits(image: Image, target: Target, mode: Options["mode"]): boolean {
  const isOlder = image.glibc !== undefined && compareNumbers(image.glibc, target.glibc) < 0;
  const isRead = image.readsVariables !== "no" || (mode !== "dynamic" && mayIgnoreThem(target));
  return image.python === target.python && !isOlder && isRead;
}

/** Of `AzureML-sklearn-1.0-ubuntu20.04-py38-cpu`, 3.8. */
function pythonInName(reference: string): string | undefined {
  const [, minor] = /[-_./]py3\.?(\d{1,2})(?![\d.])/.exec(reference) ?? [];
  return minor && `3.${minor}`;
}

/** @param assumed the Python, if nothing but the default decided it */
function unseen(
  kind: Deployment["environment"]["kind"],
  { text }: Located,
  assumed: string | undefined,
): FindingDetails {
  const what = {
    inline: `The image ${text} is not in the catalogue`,
    named: `Only the workspace knows the image of ${text}`,
    build: "The image is built from a Dockerfile",
    none: "",
  }[kind];
  if (assumed !== undefined) {
    const named = pythonInName(text);
    return {
      severity: "warning",
      message: `${what}. Its Python is not known either: ${named === undefined ? "" : `its name says ${named}, but `}${assumed}, the default, was assumed.`,
      hint: "Set the input python-version to the image's Python or the input image to its base image, give its facts with the input image-facts, or pull it where a container engine runs.",
    };
  }
  return {
    message: `${what}, so the packages were verified for the oldest image with that Python.`,
    hint: "Name its base image in the input image.",
  };
}
