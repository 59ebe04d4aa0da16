import { getOwn } from "../../util/get-own.ts";
import type { Target } from "../target.ts";
import data from "./gpu-builds.json" with { type: "json" };

/** What to install instead of a build for GPUs. */
export interface CpuBuild {
  /** A requirement. */
  readonly line: string;
  /** URL of the index that has it, if that is not PyPI. */
  readonly index: string | undefined;
}

const LINES: Readonly<Record<string, { readonly line: string; readonly index?: string }>> = data.lines;

/** @param name normalised */
export function isOnlyForGpus(name: string): boolean {
  if (data.except.includes(name)) return false;
  return data.only.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one));
}

/**
 * @param name normalised
 * @returns `undefined` if no build without GPU code is known
 */
export function cpuBuildOf(name: string, version: string): CpuBuild | undefined {
  const found = getOwn(LINES, name);
  return found && { line: found.line.replace("{version}", version.split("+")[0] as string), index: found.index };
}

/** Whether a file contains code for GPUs, by its name; POSIX. */
export function isGpuLibrary(path: string): boolean {
  const libraries =
    "torch_cuda|c10_cuda|caffe2_nvrtc|cudart|cublas|cublasLt|cudnn|cufft|curand|cusolver|cusparse|cupti|nccl|nvrtc|nvToolsExt|nvJitLink|onnxruntime_providers_(cuda|tensorrt)";
  return new RegExp(`(^|/)lib(${libraries})[\\w.-]*\\.so[\\d.]*$`).test(path);
}

/** Whether the container can use a GPU, as far as the instance type, the image's facts and the catalogue say. */
export function gpuOf({ image, facts }: Target, instanceType: string): "yes" | "no" | "unknown" {
  // Of Azure's families, those with N have GPUs.
  if (/^Standard_N[CDGPV]/i.test(instanceType)) return "yes";
  if (image?.accelerator.startsWith("cuda")) return "yes";
  if (facts !== undefined && hasCuda(facts)) return "yes";
  return image === undefined && instanceType === "" ? "unknown" : "no";
}

function hasCuda({ environment, libraries }: NonNullable<Target["facts"]>): boolean {
  const names = Object.keys(environment);
  return names.some((name) => /^(NVIDIA_|CUDA_)/.test(name)) || libraries.some((name) => /^libcudart\.so/.test(name));
}
