import type { Target } from "../target.ts";
import {
  isContainerLibrary,
  isDriverLibrary,
  isLikelyInConda,
  isPythonLibrary,
  libraryAdvice,
} from "./library-advice.ts";
import { isInBase } from "./system-libraries.ts";

/**
 * Whether the image has a system library, as it said itself, or has it for sure or probably. The library of Python counts,
 * and so do those of the graphics driver and of name services, because the deployment decides about them.
 * @param soname such as `libmagic.so.1`, or the part before `.so` for any version
 */
export function mayHaveLibrary(soname: string, target: Target): boolean {
  const names = soname.includes(".so") ? [soname] : VERSIONS.map((version) => `${soname}.so${version}`);
  return names.some((name) => mayHave(name, target));
}

/** Those that the libraries of an image have. */
const VERSIONS = ["", ".0", ".1", ".2", ".3", ".5", ".6", ".7", ".8", ".1.0", ".1.1"];

function mayHave(soname: string, { facts, python, glibc }: Target): boolean {
  if (isDriverLibrary(soname) || isPythonLibrary(soname) || /^(libnss_|linux-vdso|ld-linux|ld64)/.test(soname))
    return true;
  if (facts !== undefined) return facts.libraries.includes(soname);
  return isContainerLibrary(soname) || isInBase(soname, glibc) === "yes" || isLikely(soname, python, glibc);
}

/**
 * Whether an image most probably has a library that not every image has, by its system or its conda environment.
 * @param python minor version; `undefined` where there is no conda environment
 */
export function isLikely(soname: string, python: string | undefined, glibc: Target["glibc"]): boolean {
  if (python !== undefined && isLikelyInConda(soname, python)) return true;
  const base = isInBase(soname, glibc);
  return base === "maybe" || (libraryAdvice(soname)?.role === "base" && base !== "no");
}
