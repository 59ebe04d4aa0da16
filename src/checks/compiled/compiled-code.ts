import { advise, describeProblem } from "../../evidence/compiled-code/wording.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import type { CompiledCodeProblem } from "../../evidence/loader/problems.ts";
import { about, type Check, type FindingDetails } from "../../findings/check.ts";
import { ownerOf } from "../../mount/inventory/inventory.ts";
import { getOwn } from "../../util/get-own.ts";
import { groupBy } from "../../util/group-by.ts";
import { failedWithout } from "../imports/failures/for-library.ts";
import { causeOf } from "./causes.ts";
import { wantedLibraries } from "./wanted-libraries.ts";

/** Can the target's loader and importer load the compiled code of the mount? */

/** The findings for the problems of some kinds that meet a condition. */
function findingsFor(evidence: Evidence, matches: (problem: CompiledCodeProblem) => boolean): FindingDetails[] {
  const { inventory, target, newestWheels } = evidence;
  const byOwner = groupBy(evidence.compiledCode.filter(matches), ({ path }) => ownerOf(path, inventory) ?? null);
  return [...byOwner].flatMap(([owner, problems]) =>
    problems.map((problem) => {
      const name = owner?.name;
      const details = {
        file: problem.path,
        message: `${describeProblem(problem, name)}${notLoaded(problem, name, evidence)}${failedImports(problem, name, evidence)}`,
        hint: advise(problem, target, name, getOwn(newestWheels ?? {}, name ?? "")),
        severity: severityOf(problem),
        cause: causeOf(problem, problems, name, evidence),
      };
      return owner === null ? details : about(owner, evidence, details);
    }),
  );
}

function failedImports(problem: CompiledCodeProblem, owner: string | undefined, evidence: Evidence): string {
  return problem.kind === "missing-library" ? failedWithout(problem.library, owner, evidence) : "";
}

/** Why a problem is only a warning or a notice, if imports decided that. */
function notLoaded(problem: CompiledCodeProblem, owner = "", evidence: Evidence): string {
  const { kind, path, severity } = problem;
  if (kind === "missing-library" && problem.isDecided && severity !== "error")
    return severity === "notice"
      ? ` Importing ${owner} works without it.`
      : " No import at the start of the server needs it.";
  const isAsked =
    severity !== "error" && ["newer-symbols", "missing-library", "musl", "other-interpreter"].includes(kind);
  const files = getOwn(evidence.container?.loaded ?? {}, owner);
  return isAsked && files !== undefined && !files.includes(path) ? ` Importing ${owner} does not load this file.` : "";
}

/** Conda's Python depends on these libraries, so every image has them, although Microsoft does not list them. */
function severityOf(problem: CompiledCodeProblem): CompiledCodeProblem["severity"] {
  return problem.kind === "missing-library" && problem.where === "likely" ? "notice" : problem.severity;
}

export const foreignMachine: Check = {
  id: "P2",
  name: "foreign-binary",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "compiled code is for another machine",
  what: "An extension module is not an ELF file of the target's processor and byte order, but for macOS, Windows or another architecture, or no program (a Git LFS pointer). Files that no import opens are milder.",
  inContainer: "The import fails with `invalid ELF header` or `wrong ELF class`.",
  fix: "Build on Linux of the target's architecture.",
  waive: "Safe for a file that nothing loads. Name its distribution.",
  find: (evidence) => findingsFor(evidence, ({ kind }) => kind === "foreign-machine" || kind === "damaged"),
};

export const newerSymbols: Check = {
  id: "P3",
  name: "newer-glibc",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "compiled code needs a newer glibc than the image has",
  what: "A library needs symbol versions (GLIBC_2.34, GLIBCXX_3.4.30), or private symbols, that neither the image nor the mount defines. Weak needs are notices. GLIBCXX and files that no import loads are milder: a conda environment mostly has newer libraries.",
  inContainer:
    "The loader rejects the library at import with `version GLIBC_2.34 not found`. GitHub's runners have a newer glibc than the images.",
  fix: "Pin a release with a wheel for the target's glibc, as in the hint, and build with this tool, which takes only such wheels. Or deploy on an image with a newer Ubuntu.",
  waive: "Never for a library that is imported.",
  find: (evidence) => findingsFor(evidence, ({ kind }) => kind === "newer-symbols"),
};

export const missingLibrary: Check = {
  id: "P4",
  name: "missing-system-library",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "a system library is missing in the image",
  what: "A library that compiled code needs (DT_NEEDED), or opens by name, is neither in the image nor where the loader looks in the mount. Failed imports are included. Milder where imports work without it, a notice where none opens it.",
  inContainer: "The import fails with `cannot open shared object file`. Neither variable can provide the library.",
  fix: "Use a build without it, such as opencv-python-headless, or extend the image with the Dockerfile from the summary, keep the base in `image`, and turn this off for the distribution.",
  waive: "Safe when your image has the library, or the code that needs it is never loaded. Name the distribution.",
  find: (evidence) => [
    ...findingsFor(evidence, ({ kind }) => kind === "missing-library"),
    ...wantedLibraries(evidence),
  ],
};

export const oddSearchPath: Check = {
  id: "P5",
  name: "build-machine-rpath",
  severity: "notice",
  modes: ["preinstalled", "restore", "verify"],
  title: "a library has a search path of the build machine",
  what: "An RPATH or RUNPATH is not relative to the library ($ORIGIN). It is absolute, in a home directory, relative to the working directory, or leads out of the mount.",
  inContainer:
    "Nothing fails unless P4 reports a missing library. If others can write to that directory, they can inject code.",
  fix: "Build the wheel without the search path.",
  waive: "Safe when P4 reports nothing.",
  find: (evidence) => findingsFor(evidence, ({ kind }) => kind === "search-path"),
};

export const otherInterpreter: Check = {
  id: "P6",
  name: "extension-for-other-python",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "an extension module is for another Python version",
  what: "The file name (`.cpython-39-x86_64-linux-gnu.so`) is for another interpreter or platform, and no module for the target's Python is beside it.",
  inContainer: "Python does not open the file, and the import fails with ModuleNotFoundError.",
  fix: "Build for the target's Python.",
  waive: "Safe for a module that nothing imports.",
  find: (evidence) =>
    findingsFor(
      evidence,
      (one) => one.kind === "other-interpreter" && (one.differs === "version" || one.differs === "platform"),
    ),
};

export const instructionSet: Check = {
  id: "P7",
  name: "newer-processor",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "compiled code needs a newer processor",
  what: "The GNU property note of a library requires x86-64-v2, v3 or v4.",
  inContainer: "The loader rejects the library on an instance type without those instructions.",
  fix: "Use a build for the x86-64 baseline, or an instance type that has the instructions.",
  waive: "Safe when the instance type is known to have them.",
  find: (evidence) => findingsFor(evidence, ({ kind }) => kind === "instruction-set"),
};

export const unusualMemory: Check = {
  id: "P8",
  name: "writable-code",
  severity: "notice",
  modes: ["preinstalled", "restore", "verify"],
  title: "compiled code needs memory that is both writable and executable",
  what: "A library requires an executable stack (PT_GNU_STACK, also if it is not declared) or has text relocations. An error where the image's glibc is 2.41 or newer, which refuses such a stack.",
  inContainer:
    "glibc before 2.41, which the inference images have, loads it. A newer one fails with `cannot enable executable stack`.",
  fix: "Use a newer build before you change to an image with glibc 2.41.",
  waive: "Safe for the image that was verified, where this is a notice.",
  find: (evidence) =>
    findingsFor(evidence, ({ kind }) => ["executable-stack", "unstated-stack", "text-relocations"].includes(kind)),
};

export const muslBuild: Check = {
  id: "P9",
  name: "musl-build",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "compiled code is for musl",
  what: "A library is linked against musl, the C library of Alpine Linux. The images have glibc.",
  inContainer: "The import fails, because the loader does not find libc.musl.",
  fix: "Build on a glibc system, so that manylinux wheels are installed instead of musllinux ones.",
  waive: "Never.",
  find: (evidence) => findingsFor(evidence, ({ kind }) => kind === "musl"),
};

export const otherBuild: Check = {
  id: "P10",
  name: "other-python-build",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "an extension module is for another Python implementation or build",
  what: "An extension module is for PyPy, a debug build or a free-threaded build.",
  inContainer: "The images have plain CPython, which does not open the file.",
  fix: "Build with plain CPython of the target's version.",
  waive: "Never.",
  find: (evidence) =>
    findingsFor(
      evidence,
      (one) => one.kind === "other-interpreter" && (one.differs === "build" || one.differs === "implementation"),
    ),
};
