import { isLikely } from "../../images/abi/available-libraries.ts";
import { isDriverLibrary, isMuslLibrary, isPythonLibrary, libraryAdvice } from "../../images/abi/library-advice.ts";
import type { Linkage } from "./linkage.ts";
import type { MissingLibrary, PlatformTarget, Severity } from "./problems.ts";
import type { LoadableFile } from "./search-order.ts";

const MOST_LOADERS = 5;

/** numba tries its threading layers one after another; the last one, which needs no library, always works. */
const TRIED_ONLY = [/(^|\/)numba\/np\/ufunc\/(tbb|omp)pool\./];

/**
 * Libraries that a file needs and the loader does not find.
 *
 * @param worst severity for a library that is certainly missing
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
    const likely =
      target.libraries === undefined &&
      isLikely(library, target.conda === true ? target.python : undefined, target.glibc);
    const where = whereabouts(library, copies, likely);
    // Packages contain code for GPUs that they load only if there is one (onnxruntime's providers).
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

/** Modules that popular packages import within `try`, so that a failure does no harm. */
function isTriedOnly(path: string): boolean {
  return TRIED_ONLY.some((pattern) => pattern.test(path));
}
