import { ownerOf } from "../mount/inventory.ts";
import { isDeniedWriting } from "../python/isolation.ts";
import { normalisedName } from "../python/names.ts";
import { contentsOf, type ImageContents, providerInImage } from "../target/image-contents.ts";
import { distributionOf } from "../target/import-names.ts";
import { SERVER_CLOSURE } from "../target/server.ts";
import { type Answer, about, type Check, type Evidence, type Severity } from "./check.ts";
import { type ImportFailure, modulesOf } from "./import-probe.ts";
import { foldersOfPathFiles, folderWith } from "./path-folders.ts";

/** Does importing work under the container's rules? */

export const importFails: Check = {
  id: "I11",
  severity: "error",
  title: "a requested distribution cannot be imported",
  explanation:
    "Each public module of each requested distribution is imported by an interpreter of the target, in a process of its own, with the mount first on PYTHONPATH, no `.pth` processing and nothing else installed. What fails here fails in the container, and the server does not start; so does what ends or crashes the process, or never comes to an end. What fails is tried once more with the directories of the mount that the scoring script appends to the path at its top (I6), and that counts, except for what the server imports before it loads the script. The message is Python's own. Milder: a module that is missing here and that the image provides (a notice; a warning where no image was named), the driver of a GPU, which only a machine with one has (a warning), and a secondary module that requires an extra which no requirement names, while the others import (a warning). Safe to turn off for a distribution whose import needs what only the container has, such as a variable; name it.",
  find: (evidence) => {
    const image = contentsOf(evidence.target, evidence.options.imagePackages);
    const { importFailures = [], startFailure } = evidence.container ?? {};
    return [
      ...(startFailure === undefined ? [] : [noStart(startFailure)]),
      ...importFailures.map((failure) => told(failure, image, evidence)),
    ];
  },
};

function noStart(why: string): Answer {
  return {
    message: `Python itself does not work with the mount on its path, and no import was tried: ${why}.`,
    hint: "Something in the mount or beside the scoring script takes the place of a standard-library module: see I1 and I3.",
  };
}

function told(failure: ImportFailure, image: ImageContents, evidence: Evidence): Answer {
  const { distribution, module, error, missing } = failure;
  const provider = missing === null ? undefined : providerInImage(missing, image);
  if (missing !== null && provider !== undefined) {
    return about({ name: distribution }, evidence, {
      severity: image.known === "assumed" ? "warning" : "notice",
      message: `import ${module} needs ${missing}, which is not in the mount; ${image.label} has it (${provider}).`,
      hint: `Add ${provider} to the requirements, and the mount hangs on no image.`,
    });
  }
  return about({ name: distribution }, evidence, {
    severity: severityOf(failure, evidence),
    message: `import ${module} fails in the container: ${error}.`,
    hint: hintFor(failure, evidence),
  });
}

/** What comes with the graphics driver of the machine, not with packages. */
const DRIVER = /\blib(cuda|nvidia-ml|nvcuvid|nvidia-encode|nvoptix)\.so/;
/** What CUDA's own images have besides. */
const CUDA = /\blib(cu[a-z]+|nccl|nvrtc|nvToolsExt)\.so/;

function severityOf({ error, missing, distribution }: ImportFailure, evidence: Evidence): Severity {
  const { container, inventory, target } = evidence;
  if (DRIVER.test(error)) return "warning";
  if (CUDA.test(error) && target.image?.accelerator.startsWith("cuda")) return "warning";
  const own = inventory.distributions.find(({ name }) => name === distribution);
  if (own === undefined || missing === null) return "error";
  const failed = container?.importFailures.filter((one) => one.distribution === distribution).length ?? 0;
  const others = modulesOf(own, inventory).length - failed;
  return others > 0 && isOfExtra(missing, own.metadata.get("requires-dist") ?? []) ? "warning" : "error";
}

/** Whether a module belongs to a distribution that is needed for an extra only. */
function isOfExtra(module: string, requires: readonly string[]): boolean {
  const wanted = distributionOf(module) ?? normalisedName(module.split(".")[0] ?? "");
  const lines = requires.filter((text) => normalisedName(/^[A-Za-z0-9._-]+/.exec(text)?.[0] ?? "") === wanted);
  return lines.length > 0 && lines.every((text) => /\bextra\s*==/.test(text));
}

/** What code says that was compiled for numpy 1 and meets numpy 2. */
const FOR_NUMPY_1 = /numpy\.dtype size changed|numpy\.core\.multiarray failed to import|_ARRAY_API not found/;

function hintFor({ error, missing, module, distribution }: ImportFailure, evidence: Evidence): string {
  const { inventory } = evidence;
  const library = /(lib[^\s:]+\.so[.0-9]*): cannot open shared object file/.exec(error)?.[1];
  if (library && DRIVER.test(error))
    return `${library} comes with the driver of a GPU: deploy on an instance with one.`;
  if (library)
    return `${library} is a system library that no Python package brings: use a build that does without it, or extend the image.`;
  if (/GLIBC(XX)?_[0-9.]+' not found/.test(error))
    return "The compiled code needs a newer system than the target: pin an older release.";
  const numpy = inventory.distributions.find(({ name }) => name === "numpy")?.version ?? "";
  if (FOR_NUMPY_1.test(error) && /^[2-9]/.test(numpy))
    return `Write numpy<2 into the requirements: ${distribution} was compiled for numpy 1, and the mount has numpy ${numpy}.`;
  if (missing) {
    const folder = folderWith(missing, foldersOfPathFiles(inventory), evidence);
    if (folder && SERVER_CLOSURE.has(distribution))
      return `${missing} is in ${folder}, which only a .pth file puts on the path, and the server imports ${distribution} before it loads the scoring script, which could add it: take another release.`;
    if (folder) return `${missing} is in ${folder}, which only a .pth file puts on the path: see I6.`;
    const owner = ownerOf(missing.replaceAll(".", "/"), inventory);
    if (owner) return `${owner.name} is in the mount, without ${missing}: pin releases of both that fit.`;
    return `Nothing in the mount provides ${missing}: add ${distributionOf(missing) ?? "the distribution that does"}.`;
  }
  if (isDeniedWriting(error) && error.includes(evidence.location.directory))
    return "In the container the code directory belongs to another user: set the package's own variable for its cache to a directory below /tmp, or take a release that does without.";
  const variable = /^KeyError: '([A-Z][A-Z0-9_]+)'$/.exec(error)?.[1];
  if (variable) return `It reads the variable ${variable}: set it for this step, and in the deployment.`;
  return `Run import ${module.split(",")[0]} locally with PYTHONPATH=<mount>: to see the whole traceback.`;
}
