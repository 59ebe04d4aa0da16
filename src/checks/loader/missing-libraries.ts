import {
  isDriverLibrary,
  isLikelyInConda,
  isMuslLibrary,
  isPythonLibrary,
  libraryAdvice,
} from "../../target/libraries.ts";
import type { Linkage } from "./linkage.ts";
import type { MissingLibrary, PlatformTarget, Severity } from "./problems.ts";
import type { LoadableFile } from "./search-order.ts";

const MOST_LOADERS = 5;

/** numba tries its ways to run in parallel one after the other; the last, which needs no library, always works. */
const TRIED_ONLY = [/(^|\/)numba\/np\/ufunc\/(tbb|omp)pool\./];

/**
 * Libraries that a file needs and the loader does not find.
 *
 * @param worst severity for a library that will be missed
 */
export function missingLibraries(
  file: LoadableFile,
  linkage: Linkage,
  target: PlatformTarget,
  worst: Severity,
): MissingLibrary[] {
  return [...new Set(file.elf.needed)].flatMap((library) => {
    const missingFrom = linkage.outcome(file.path, library)?.missingFrom ?? new Set();
    if (missingFrom.size === 0 || isMuslLibrary(library)) return [];
    const copies = linkage.copies(library).map(({ path }) => path);
    const advice = libraryAdvice(library);
    const likely = advice?.role === "base" || (target.conda === true && isLikelyInConda(library, target.python));
    const where = whereabouts(library, copies, likely);
    // Packages ship code for graphics cards that they open only where there is one (onnxruntime's providers).
    const optional = (advice?.role === "accelerator" && !linkage.isImported(file.path)) || isTriedOnly(file.path);
    const loadedFrom = [...missingFrom].filter((path) => path !== file.path).slice(0, MOST_LOADERS);
    const severity = severityOf(where, optional, worst);
    return [{ kind: "missing-library", path: file.path, severity, library, where, copies, loadedFrom, advice }];
  });
}

function whereabouts(library: string, copies: readonly string[], likely: boolean): MissingLibrary["where"] {
  if (copies.length > 0) return "elsewhere";
  if (isDriverLibrary(library)) return "driver";
  if (isPythonLibrary(library)) return "python";
  return likely ? "likely" : "nowhere";
}

function severityOf(where: MissingLibrary["where"], optional: boolean, worst: Severity): Severity {
  if (where === "elsewhere" || where === "driver") return "notice";
  if (where === "python" || where === "likely" || optional) return worst === "error" ? "warning" : worst;
  return worst;
}

/** Modules that popular packages import within `try`, so that a failure changes nothing. */
function isTriedOnly(path: string): boolean {
  return TRIED_ONLY.some((pattern) => pattern.test(path));
}
