import type { Evidence } from "../../../evidence/evidence.ts";
import { importable } from "../../../evidence/importable/modules.ts";
import { foldersOfPathFiles, folderWith } from "../../../evidence/importable/path-folders.ts";
import type { ScriptFailure } from "../../../evidence/imports/script-imports.ts";
import { type ImportFailure, modulesOf } from "../../../evidence/imports/try-imports.ts";
import type { Severity } from "../../../findings/check.ts";
import { distributionOf } from "../../../images/contents/import-names.ts";
import { SERVER_CLOSURE } from "../../../images/server/server.ts";
import { type Inventory, ownerOf } from "../../../mount/inventory/inventory.ts";
import { isDeniedWriting } from "../../../python/confinement.ts";
import { normalisedName } from "../../../util/text.ts";

/** How serious an import that fails in the container is, and what to do about it. */

/** Libraries of the machine's graphics driver, which packages do not contain. */
const DRIVER = /\blib(cuda|nvidia-ml|nvcuvid|nvidia-encode|nvoptix)\.so/;
/** Further libraries in CUDA's own images. */
const CUDA = /\blib(cu[a-z]+|nccl|nvrtc|nvToolsExt)\.so/;

/** Whether an error names a library of the graphics driver or of a CUDA image, which this machine need not have. */
export function needsAccelerator(error: string, { target }: Pick<Evidence, "target">): boolean {
  return DRIVER.test(error) || (CUDA.test(error) && target.image?.accelerator.startsWith("cuda") === true);
}

export function severityOfFailure({ error, missing, distribution }: ImportFailure, evidence: Evidence): Severity {
  const { container, inventory } = evidence;
  if (needsAccelerator(error, evidence)) return "warning";
  const own = inventory.distributions.find(({ name }) => name === distribution);
  if (own === undefined || missing === null) return "error";
  const failed = container?.importFailures.filter((one) => one.distribution === distribution).length ?? 0;
  const others = modulesOf(own, inventory).length - failed;
  if (others <= 0 || !isOfExtra(missing, own.metadata.get("requires-dist") ?? [])) return "error";
  // What the scoring script imports is tried by itself (S1).
  return evidence.scoring === undefined ? "warning" : "notice";
}

export function severityOfScriptFailure({ when, error, isUncertain }: ScriptFailure, evidence: Evidence): Severity {
  return when === "call" || isUncertain || needsAccelerator(error, evidence) ? "warning" : "error";
}

/** Whether a module belongs to a distribution that is needed for an extra only. */
function isOfExtra(module: string, requires: readonly string[]): boolean {
  const wanted = distributionOf(module) ?? normalisedName(module.split(".")[0] ?? "");
  const lines = requires.filter((text) => normalisedName(/^[A-Za-z0-9._-]+/.exec(text)?.[0] ?? "") === wanted);
  return lines.length > 0 && lines.every((text) => /\bextra\s*==/.test(text));
}

/** The error of code that was compiled for numpy 1 and runs with numpy 2. */
const FOR_NUMPY_1 = /numpy\.dtype size changed|numpy\.core\.multiarray failed to import|_ARRAY_API not found/;

/** The error of code that protoc generated for protobuf 3 and runs with protobuf 4. */
const FOR_PROTOBUF_3 = /Descriptors cannot (not )?be created directly/;

function adviceForOlder(error: string, distribution: string, { distributions }: Inventory): string | undefined {
  const versionOf = (wanted: string) => distributions.find(({ name }) => name === wanted)?.version ?? "";
  const [numpy, protobuf] = [versionOf("numpy"), versionOf("protobuf")];
  if (FOR_NUMPY_1.test(error) && /^[2-9]/.test(numpy))
    return `Add numpy<2 to the requirements: ${distribution} was compiled for numpy 1, but the mount has numpy ${numpy}.`;
  if (FOR_PROTOBUF_3.test(error) && /^[4-9]/.test(protobuf))
    return `Add protobuf<4 to the requirements, or use a newer release of ${distribution}: its code was generated for protobuf 3, but the mount has protobuf ${protobuf}.`;
  return undefined;
}

export function adviceForFailure({ error, missing, module, distribution }: ImportFailure, evidence: Evidence): string {
  const { inventory } = evidence;
  const library = /(lib[^\s:]+\.so[.0-9]*): cannot open shared object file/.exec(error)?.[1];
  const opened = evidence.container?.wanted?.find(
    (one) => one.outcome === "failed" && one.distribution === distribution,
  );
  if (library && DRIVER.test(error)) return `Deploy on an instance with a GPU: ${library} comes with its driver.`;
  const linked = evidence.compiledCode.find((one) => one.kind === "missing-library" && one.library === library);
  const ofP4 = linked === undefined ? opened?.library : library;
  if (ofP4 !== undefined && missing === null) return `Follow the hint of P4: the import needs ${ofP4}.`;
  if (library)
    return `Use a build that does not need ${library}, or extend the image: no Python package contains that system library.`;
  if (/GLIBC(XX)?_[0-9.]+' not found/.test(error))
    return "Pin an older release: the compiled code needs a newer system than the target.";
  const forOlder = adviceForOlder(error, distribution, inventory);
  if (forOlder !== undefined) return forOlder;
  if (missing) {
    const folder = folderWith(missing, foldersOfPathFiles(inventory), evidence);
    if (folder && SERVER_CLOSURE.has(distribution))
      return `Use another release of ${distribution}: ${missing} is in ${folder}, which only a .pth file adds to the path, and the server imports ${distribution} before the scoring script can add it.`;
    if (folder) return `Follow the hint of I6: ${missing} is in ${folder}, which only a .pth file adds to the path.`;
    const owner = ownerOf(missing.replaceAll(".", "/"), inventory);
    if (owner)
      return `Pin releases of ${distribution} and ${owner.name} that fit: ${owner.name} in the mount has no ${missing}.`;
    const known = distributionOf(missing);
    if (known) return `Add ${known} to the requirements: nothing in the mount provides ${missing}.`;
    return `Add the distribution that provides ${missing} to the requirements.`;
  }
  if (isDeniedWriting(error) && error.includes(evidence.location.directory))
    return "Set the package's own variable for its cache to a directory below /tmp, or use a release without a cache: in the container the code directory belongs to another user.";
  const lacking = lackingIn(error, evidence);
  if (lacking !== undefined && lacking.owner !== distribution)
    return `Pin releases of ${distribution} and ${lacking.owner} that fit: ${lacking.owner} ${lacking.version} has no ${lacking.name}.`;
  const variable = /^KeyError: '([A-Z][A-Z0-9_]+)'$/.exec(error)?.[1];
  if (variable) return `Set the variable ${variable}, which the import reads, for this step and in the deployment.`;
  const { source } = evidence.container ?? {};
  const where = source?.kind === "image" ? `in a container of ${source.reference}` : "locally";
  return `Run \`import ${module.split(",")[0]}\` ${where} with \`PYTHONPATH=<mount>:\` to see the whole traceback.`;
}

/** The name that an error says a module of another distribution lacks. */
function lackingIn(error: string, { inventory, target }: Evidence) {
  const attribute = /module '([\w.]+)' has no attribute '(\w+)'/.exec(error);
  const name = /cannot import name '(\w+)' from (?:partially initialized module )?'([\w.]+)'/.exec(error);
  const [module, lacking] = attribute ? [attribute[1], attribute[2]] : [name?.[2], name?.[1]];
  const found = module === undefined ? undefined : importable(module, inventory, target);
  const owner = found && inventory.owners.get(found.path)?.[0];
  return owner && { owner: owner.name, version: owner.version, name: `${module}.${lacking}` };
}
