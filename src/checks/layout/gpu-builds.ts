import type { Evidence } from "../../evidence/evidence.ts";
import { withNeeds } from "../../evidence/importable/imported-distributions.ts";
import { someOf } from "../../findings/at-most.ts";
import { about, type Check, placeOfRequirement, requirementOf } from "../../findings/check.ts";
import { cpuBuildOf, gpuOf, isGpuLibrary, isOnlyForGpus } from "../../images/advice/gpu-builds.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import { sizesOf } from "../../mount/manifest/describe.ts";
import { humanBytes } from "../../util/text.ts";

/** Does the mount contain what only a GPU can use? */

export const gpuBuilds: Check = {
  id: "H30",
  name: "gpu-build",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "the mount contains code for GPUs, and the image has none",
  what: "Distributions that are useless without a GPU, such as `nvidia-*`, and CUDA libraries where a build without them exists. A notice if the image is not named. Images with CUDA and instance types with a GPU are left out.",
  inContainer: "Nothing fails. Every instance downloads the files before its first request, often several gigabytes.",
  fix: "Require the builds without GPU code. The finding names the lines and the package index.",
  waive: "Safe if the deployment runs on instances with a GPU.",
  *find(evidence) {
    const { target, options } = evidence;
    const gpu = gpuOf(target, options.instanceType);
    const parts = gpu === "yes" ? [] : partsOf(evidence).sort((a, b) => b.bytes - a.bytes);
    const [largest] = parts;
    if (largest === undefined) return;
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    const names = parts.map(({ distribution, bytes: size }) => `${distribution.displayName} (${humanBytes(size)})`);
    const replaced = replacedIn(evidence, parts);
    const subject = replaced[0] ?? largest.distribution;
    const whose = gpu === "no" ? `, which ${target.image?.name ?? options.instanceType} does not have` : "";
    yield about(subject, evidence, {
      severity: gpu === "no" ? "warning" : "notice",
      message: `${humanBytes(bytes)} of the mount can only be used with a GPU${whose}: ${someOf(names)}.`,
      hint: `${[...linesFor(replaced, evidence), ...leftOut(parts, replaced, evidence)].join(" ")}${gpu === "no" ? "" : " For an image with a GPU, name the image."}`,
    });
  },
};

interface Part {
  readonly distribution: Distribution;
  /** That only a GPU can use. */
  readonly bytes: number;
}

function partsOf({ inventory }: Evidence): Part[] {
  const sizes = sizesOf(inventory);
  return inventory.distributions.flatMap((distribution) => {
    const { name, version, directory } = distribution;
    if (isOnlyForGpus(name)) return [{ distribution, bytes: sizes.get(directory)?.bytes ?? 0 }];
    // Without another build, there is nothing to do about its GPU libraries: it works on processors as well.
    if (cpuBuildOf(name, version) === undefined) return [];
    const bytes = gpuFilesOf(distribution).reduce((sum, path) => sum + (inventory.files.get(path)?.size ?? 0), 0);
    return bytes > 0 ? [{ distribution, bytes }] : [];
  });
}

function gpuFilesOf({ record }: Distribution): string[] {
  return (record ?? []).map(({ path }) => path).filter(isGpuLibrary);
}

/** Distributions with a build without GPU code: those with GPU code, and those that require distributions for GPUs. */
function replacedIn({ inventory }: Evidence, parts: readonly Part[]): Distribution[] {
  const inParts = new Set(parts.map(({ distribution }) => distribution.name));
  const needsParts = ({ name, version }: Distribution) =>
    inParts.has(name) ||
    version.includes("+cu") ||
    [...withNeeds(new Set([name]), inventory)].some((one) => inParts.has(one));
  return inventory.distributions.filter((one) => cpuBuildOf(one.name, one.version) !== undefined && needsParts(one));
}

/** `Write torch==2.4.1+cpu instead of torch==2.4.1 (…).` */
function linesFor(replaced: readonly Distribution[], evidence: Evidence): string[] {
  if (replaced.length === 0) return [];
  const builds = replaced.map(({ name, version }) => cpuBuildOf(name, version));
  const indexes = [...new Set(builds.map((build) => build?.index).filter((index) => index !== undefined))];
  const pairs = replaced.map((one, position) => {
    const own = requirementOf(one.name, evidence);
    const instead =
      own?.name === one.name ? ` instead of \`${own.text}\` in ${placeOfRequirement(own, evidence.options)}` : "";
    return `\`${builds[position]?.line}\`${instead}`;
  });
  const from = indexes.map((index) => ` with the line \`--extra-index-url ${index}\``).join("");
  return [`Require ${pairs.join(", ")}${from}.`];
}

/** What no replaced distribution explains. */
function leftOut(parts: readonly Part[], replaced: readonly Distribution[], { inventory }: Evidence): string[] {
  const explained = withNeeds(new Set(replaced.map(({ name }) => name)), inventory);
  const rest = parts.map(({ distribution }) => distribution).filter(({ name }) => !explained.has(name));
  return rest.length === 0 ? [] : [`Leave out ${someOf(rest.map(({ displayName }) => displayName))}.`];
}
